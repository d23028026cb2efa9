export * from './kinds.ts'
export * from './topics.ts'
