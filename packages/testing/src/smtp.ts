import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** What a server does with what comes to it. */
export type Behaviour =
  | { kind: 'takes' }
  /** Refuses with this answer when it is told who sends, to whom, or when it has the whole mail. */
  | { kind: 'answers'; at: 'mail' | 'rcpt' | 'data'; code: number; words: string }
  /** Takes the mail, and cuts the line instead of saying so. */
  | { kind: 'takes and cuts' }
  /** Cuts the line before it has the mail. */
  | { kind: 'cuts' }
  /** Says nothing more once somebody is connected, or once it has the mail. */
  | { kind: 'hangs'; at: 'greeting' | 'data' }

export interface TakenMail {
  to: string
  messageId: string
  raw: string
}

export interface SmtpServer {
  port: number
  url: string
  /** Every mail that it has taken, in order; whether or not it said so. */
  taken: TakenMail[]
  /** Those of them that it said it took. */
  confirmed: string[]
  sessions: number
  /** Changes what it does from now on; also by recipient. */
  does(behaviour: Behaviour | ((to: string) => Behaviour)): void
  /** Cuts every line there is. */
  cut(): void
  close(): Promise<void>
}

export interface SmtpServerOptions {
  port?: number
  auth?: { user: string; password: string }
  /** STARTTLS, with the certificate of a made-up authority. */
  tls?: boolean
  /** Whole mails are kept, and not their Message-IDs alone. */
  keepsWords?: boolean
}

/** A real SMTP server on this machine that behaves as the test wants. */
export async function startSmtp(options: SmtpServerOptions = {}): Promise<SmtpServer> {
  const { auth, tls = false, keepsWords = true } = options
  let behaviour: (to: string) => Behaviour = () => ({ kind: 'takes' })
  const state: SmtpServer = {
    port: 0,
    url: '',
    taken: [],
    confirmed: [],
    sessions: 0,
    does: (next) => void (behaviour = typeof next === 'function' ? next : () => next),
    cut: () => cut(),
    close: () => new Promise((done) => server.close(done)),
  }
  const refusal = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code })
  /** The library tells of a session's socket nowhere else. */
  const cut = (session?: unknown) => {
    const { connections } = server as unknown as { connections: Set<{ session: unknown; _socket: Socket }> }
    for (const connection of connections)
      if (!session || connection.session === session) connection._socket.destroy()
  }
  const server: SMTPServer = new SMTPServer({
    authOptional: !auth,
    disabledCommands: tls ? [] : ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _, done) =>
      username === auth?.user && password === auth?.password
        ? done(null, { user: username })
        : done(refusal(535, '5.7.8 Who are you?')),
    onConnect(session, done) {
      state.sessions += 1
      const does = behaviour('')
      if (does.kind === 'hangs' && does.at === 'greeting') return
      if (does.kind === 'cuts') return cut(session)
      done()
    },
    onMailFrom(_, __, done) {
      const does = behaviour('')
      if (does.kind === 'answers' && does.at === 'mail') return done(refusal(does.code, does.words))
      done()
    },
    onRcptTo({ address }, _, done) {
      const does = behaviour(address)
      if (does.kind === 'answers' && does.at === 'rcpt') return done(refusal(does.code, does.words))
      done()
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo[0]!.address
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const does = behaviour(to)
        if (does.kind === 'answers' && does.at === 'data') return done(refusal(does.code, does.words))
        const raw = Buffer.concat(parts).toString()
        const messageId = /^Message-ID:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? ''
        state.taken.push({ to, messageId, raw: keepsWords ? raw : '' })
        if (does.kind === 'takes and cuts') return cut(session)
        if (does.kind === 'hangs') return
        state.confirmed.push(messageId)
        done(null, `2.0.0 Ok: queued as ${state.taken.length}`)
      })
    },
  })
  server.on('error', () => {}) // a client that goes away is none of ours
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done))
  state.port = (server.server.address() as AddressInfo).port
  state.url = `smtp://127.0.0.1:${state.port}?plain=yes`
  return state
}
