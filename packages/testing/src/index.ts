export { filesOf, startApi, startWorker, type RunningApp, type StartAppOptions } from './apps.ts'
export { freshDatabase, type FreshDatabase } from './fresh-database.ts'
