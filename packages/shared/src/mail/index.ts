export * from './feedback.ts'
export * from './states.ts'
