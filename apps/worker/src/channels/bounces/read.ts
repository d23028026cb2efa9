import { createHash } from 'node:crypto'
import { type BounceKey, deliveryInBounce } from '@belfry/engine/mail'
import { clock } from '@belfry/shared'
import { type Feedback, isHardBounce } from '@belfry/shared/mail'

/**
 * What a mail to our bounce address says of one of our mails: a delivery status notification (RFC 3464), or a complaint
 * in the Abuse Reporting Format (RFC 5965). Null for all else, such as notes of people who are away, and for whatever
 * names no mail of ours.
 */
export async function readBounce(raw: Buffer, key: BounceKey): Promise<Feedback | null> {
  const { default: PostalMime } = await import('postal-mime')
  const mail = await PostalMime.parse(raw, {
    forceRfc822Attachments: true,
    attachmentEncoding: 'utf8',
    maxNestingDepth: 20,
    maxHeadersSize: 256 * 1024,
  })
  const parts = new Map(
    mail.attachments.map(({ mimeType, content }) => [mimeType, typeof content === 'string' ? content : '']),
  )
  const status = parts.get('message/delivery-status')
  const report = parts.get('message/feedback-report')
  const said =
    status !== undefined ? saidInStatus(status) : report !== undefined ? saidInReport(report) : null
  // It stands among the headers, and where these were changed on the way, in what was sent back.
  const deliveryId = said && deliveryInBounce(key, [raw.toString('latin1'), ...parts.values()].join('\n'))
  if (!said || !deliveryId) return null
  const at = new Date(mail.date ?? '')
  return {
    id: createHash('sha256').update(raw).digest('hex'),
    deliveryId,
    providerId: null,
    address: null, // that of the delivery: reports name the one that it was forwarded to
    at: Number.isNaN(at.getTime()) ? clock.now() : at,
    ...said,
  }
}

type Said = Pick<Feedback, 'kind' | 'hard' | 'detail'>

const kinds: Record<string, Feedback['kind']> = {
  failed: 'bounced',
  delayed: 'deferred',
  delivered: 'delivered',
}

/** One of our mails goes to one person, so the first recipient that the report names is all there is. */
function saidInStatus(text: string): Said | null {
  const [fields] = groupsOf(text).filter((group) => group.has('action'))
  const kind = kinds[fields?.get('action')?.toLowerCase() ?? '']
  if (!fields || !kind) return null
  const code = fields.get('status')?.match(/^[245]\.\d{1,3}\.\d{1,3}/)?.[0] ?? null
  const words = fields.get('diagnostic-code')?.replace(/^\w+;\s*/, '') ?? null
  return { kind, hard: kind === 'bounced' && isHardBounce(code, words ?? ''), detail: words ?? code }
}

function saidInReport(text: string): Said | null {
  const fields = groupsOf(text)[0]
  const type = fields?.get('feedback-type')?.toLowerCase()
  return !type || type === 'not-spam' ? null : { kind: 'complained', hard: false, detail: type }
}

/** Headers of headers: each group of lines is about one thing, and what is indented goes on from the line before. */
function groupsOf(text: string): Map<string, string>[] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ')
  return lines
    .split(/\n{2,}/)
    .slice(0, 50)
    .map((group) => new Map(group.split('\n').flatMap(fieldIn)))
    .filter((group) => group.size > 0)
}

function fieldIn(line: string): [string, string][] {
  const [, name, value] = line.match(/^([\w-]{1,60}):\s*(.*)$/) ?? []
  return name && value !== undefined ? [[name.toLowerCase(), value.trim()]] : []
}
