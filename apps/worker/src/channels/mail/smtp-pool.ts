import type { NodemailerError } from 'nodemailer/lib/errors.js'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { BEFORE_DATA_MS } from './provider.ts'

export interface SmtpAddress {
  host: string
  port: number
  /** TLS from the first byte; otherwise STARTTLS, which is a must unless `plain`. */
  secure: boolean
  plain: boolean
  user: string | null
  password: string | null
  /** Our own name in EHLO. */
  greeting?: string
}

/** Servers end sessions that say too much, or nothing for too long. */
const MAILS_PER_SESSION = 100
const IDLE_MS = 10_000

interface Idle {
  connection: SMTPConnection
  timer: NodeJS.Timeout
}

/** Sessions of one server. Who takes one has it alone. */
export function createSmtpPool(address: SmtpAddress) {
  const idle: Idle[] = []
  const sent = new WeakMap<SMTPConnection, number>()

  const drop = (connection: SMTPConnection) => {
    const at = idle.findIndex((one) => one.connection === connection)
    if (at >= 0) clearTimeout(idle.splice(at, 1)[0]!.timer)
  }

  return {
    async take(): Promise<SMTPConnection> {
      const kept = idle.pop()
      if (!kept) return open(address, drop)
      clearTimeout(kept.timer)
      return kept.connection
    },

    /** A session that has refused something is ended: what state it is in, only its server knows. */
    give(connection: SMTPConnection, isWell: boolean): void {
      const mails = (sent.get(connection) ?? 0) + 1
      sent.set(connection, mails)
      if (!isWell || mails >= MAILS_PER_SESSION) return connection.quit()
      const timer = setTimeout(() => {
        drop(connection)
        connection.quit()
      }, IDLE_MS)
      timer.unref()
      idle.push({ connection, timer })
    },

    close(): Promise<void> {
      for (const { connection, timer } of idle.splice(0)) {
        clearTimeout(timer)
        connection.quit()
      }
      return Promise.resolve()
    },
  }
}

/** Connected and signed in, or the error that says why not. */
function open(address: SmtpAddress, onEnd: (connection: SMTPConnection) => void): Promise<SMTPConnection> {
  const { host, port, secure, plain, user, password, greeting } = address
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    requireTLS: !secure && !plain,
    ignoreTLS: plain,
    ...(greeting ? { name: greeting } : {}),
    connectionTimeout: BEFORE_DATA_MS,
    greetingTimeout: BEFORE_DATA_MS,
    dnsTimeout: BEFORE_DATA_MS,
    socketTimeout: BEFORE_DATA_MS,
    socketCloseTimeout: 1_000,
  })
  return new Promise((resolve, reject) => {
    const onError = (error: NodemailerError) => reject(error)
    connection.once('error', onError)
    connection.once('end', () => {
      onEnd(connection)
      reject(new Error('The server ended the session.'))
    })
    const ready = () => {
      connection.removeListener('error', onError)
      connection.on('error', () => onEnd(connection)) // whoever uses it hears of it too
      resolve(connection)
    }
    connection.connect((error) => {
      if (error) return reject(error)
      if (!user) return ready()
      connection.login({ user, pass: password ?? '' }, (refused) => {
        if (!refused) return ready()
        reject(refused) // before the end of the session, which says less
        connection.close()
      })
    })
  })
}
