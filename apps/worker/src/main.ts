import { runProcess } from './process.ts'
import { handlers } from './tasks/index.ts'

await runProcess(handlers)
