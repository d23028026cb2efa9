import { startSmtp } from '@belfry/testing/smtp'

/** An SMTP server in a process of its own that takes all there is; tells its port, and when asked how many it has. */
export type FromSink = { port: number } | { taken: number }

const server = await startSmtp({ keepsWords: false })
process.on('disconnect', () => process.exit(0))
process.on('message', () => void process.send!({ taken: server.taken.length } satisfies FromSink))
process.send!({ port: server.port } satisfies FromSink)
