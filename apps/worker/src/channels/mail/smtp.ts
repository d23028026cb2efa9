import { Readable } from 'node:stream'
import type { NodemailerError } from 'nodemailer/lib/errors.js'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { addressOf, toMime } from './mime.ts'
import {
  ANSWER_MS,
  type MailProvider,
  type OutgoingMail,
  SLOW_MS,
  type SendOutcome,
  unsaid,
} from './provider.ts'
import { type SmtpAddress, createSmtpPool } from './smtp-pool.ts'
import { type Stage, verdictOf } from './smtp-verdict.ts'

export interface SmtpOptions extends SmtpAddress {
  name: string
  /** The server drops a second mail with the same Message-ID. */
  repeatable: boolean
  parallel: number
  perSecond: number | null
  perDay: number | null
}

/** An SMTP server, over sessions that are kept and used again. */
export function smtpProvider(options: SmtpOptions): MailProvider {
  const { name, repeatable, parallel, perSecond, perDay } = options
  const pool = createSmtpPool(options)

  async function send(mail: OutgoingMail, onSlow: () => void): Promise<SendOutcome> {
    const mime = await toMime(mail)
    let connection: SMTPConnection
    try {
      connection = await pool.take()
    } catch (error) {
      return afterError(error as NodemailerError, 'session')
    }
    const outcome = await handOver(connection, mail, mime, onSlow)
    pool.give(connection, outcome.kind === 'sent')
    return outcome
  }

  return { name, kind: 'smtp', repeatable, parallel, perSecond, perDay, send, close: () => pool.close() }
}

/**
 * One mail over one session. Until the server asks for the mail it is certain that it has none; from the moment on at which
 * it has all of it, only its answer tells.
 */
function handOver(
  connection: SMTPConnection,
  mail: OutgoingMail,
  mime: Buffer,
  onSlow: () => void,
): Promise<SendOutcome> {
  return new Promise((resolve) => {
    let isOut = false
    let timer: NodeJS.Timeout | undefined
    let giveUp: NodeJS.Timeout | undefined
    const end = (outcome: SendOutcome) => {
      clearTimeout(timer)
      clearTimeout(giveUp)
      connection.removeListener('error', onError)
      resolve(outcome)
    }
    const onError = (error: NodemailerError) =>
      end(isOut && !error.response ? lost(error.message) : afterError(error, isOut ? 'data' : 'session'))
    connection.once('error', onError)
    // Asked for its first piece only when the server says 354.
    const body = new Readable({
      read() {
        isOut = true
        timer = setTimeout(onSlow, SLOW_MS)
        giveUp = setTimeout(() => {
          end(lost(`No answer to the mail within ${ANSWER_MS / 1_000} seconds.`))
          connection.close()
        }, ANSWER_MS)
        // nodemailer would give up sooner; here it is worth the wait.
        ;(connection as unknown as { _socket?: { setTimeout(ms: number): void } })._socket?.setTimeout(0)
        this.push(mime)
        this.push(null)
      },
    })
    const envelope = { from: mail.returnPath ?? addressOf(mail.from), to: [mail.to.email], size: mime.length }
    connection.send(envelope, body, (error, info) => {
      if (!error) {
        const { response } = info
        return end({
          kind: 'sent',
          providerId: info.serverMessageId ?? mail.messageId,
          response,
          code: response.slice(0, 3),
        })
      }
      if (isOut && !error.response) return end(lost(error.message))
      end(afterError(error, isOut ? 'data' : stageOf(error)))
    })
  })
}

const lost = (reason: string): SendOutcome => ({
  kind: 'unclear',
  error: `The mail was handed over, but no answer came: ${reason}`,
  ...unsaid,
})

function stageOf({ command = '', rejectedErrors }: NodemailerError): Stage {
  if (rejectedErrors?.length || command.startsWith('RCPT')) return 'recipient'
  if (command.startsWith('MAIL')) return 'sender'
  return command === 'DATA' ? 'data' : 'session'
}

function afterError(error: NodemailerError, stage: Stage): SendOutcome {
  const response = error.rejectedErrors?.[0]?.response ?? error.response
  if (response) return verdictOf(response, stage)
  // Larger than the server says it takes: no other mail suffers from that.
  if (error.code === 'EMESSAGE') return { kind: 'refused', why: 'mail', error: error.message, ...unsaid }
  return { kind: 'failed', error: error.message, ...unsaid }
}
