import { freePort } from '@belfry/testing/ports'
import { startSmtp } from '@belfry/testing/smtp'
import { expect, onTestFinished, test } from 'vitest'
import type { MailProvider, SendOutcome } from '../src/channels/mail/provider.ts'
import { openProviders } from '../src/channels/mail/providers.ts'
import { MailProviders } from '../src/channels/mail/settings.ts'
import { verdictOf } from '../src/channels/mail/smtp-verdict.ts'
import { givenMailService, isSigned } from './support/mail-services.ts'

const mail = {
  id: '0197a000-0000-7000-8000-000000000001',
  messageId: '<0197a000-0000-7000-8000-000000000001@belfry.test>',
  from: 'Belfry <belfry@belfry.test>',
  to: { name: 'Nora "Nori" North, all@elsewhere.test', email: 'nora@example.test' },
  subject: 'Déjà vu: مرحبا',
  html: '<p>Hello</p>',
  text: 'Hello',
}

test('SendGrid gets what its API asks for, and each of its answers means what it says', async () => {
  const service = await givenMailService(() => ({ status: 202, headers: { 'x-message-id': 'sg-1' } }))
  const provider = open(`sg=sendgrid://SG.key-1?endpoint=${service.url}`)

  expect(await send(provider)).toMatchObject({ kind: 'sent', providerId: 'sg-1', code: '202' })
  const [posted] = service.posted
  expect(posted).toMatchObject({
    method: 'POST',
    path: '/v3/mail/send',
    headers: { authorization: 'Bearer SG.key-1', 'content-type': 'application/json' },
  })
  expect(JSON.parse(posted!.body)).toMatchObject({
    personalizations: [
      { to: [{ email: mail.to.email, name: mail.to.name }], custom_args: { delivery: mail.id } },
    ],
    from: { email: 'belfry@belfry.test', name: 'Belfry' },
    subject: mail.subject,
    content: [
      { type: 'text/plain', value: 'Hello' },
      { type: 'text/html', value: '<p>Hello</p>' },
    ],
    headers: { 'Message-ID': mail.messageId },
  })

  const words = { errors: [{ message: 'As the test wants it.' }] }
  for (const [status, kind] of [
    [400, 'refused'],
    [413, 'refused'],
    [401, 'failed'],
    [403, 'failed'],
    [429, 'failed'],
    [503, 'failed'],
    [500, 'unclear'],
  ] as const) {
    service.reply = () => ({ status, body: words })
    expect(await send(provider)).toMatchObject({
      kind,
      code: String(status),
      response: expect.stringContaining('As the test'),
    })
  }
  const nowhere = `http://127.0.0.1:${await freePort()}`
  service.reply = () => 'cut'
  expect(await send(provider)).toMatchObject({ kind: 'unclear' })
  expect(await send(open(`sg=sendgrid://k?endpoint=${nowhere}`))).toMatchObject({ kind: 'failed' })
})

test('Amazon SES gets the whole mail, signed, and each of its answers means what it says', async () => {
  const service = await givenMailService(() => ({ status: 200, body: { MessageId: 'ses-1' } }))
  const provider = open(`ses=ses://KEYID:SE%2FCRET@eu-west-1?configuration=belfry&endpoint=${service.url}`)

  expect(await send(provider)).toMatchObject({ kind: 'sent', providerId: 'ses-1' })
  const [posted] = service.posted
  expect(posted).toMatchObject({ method: 'POST', path: '/v2/email/outbound-emails' })
  expect(isSigned(posted!, 'SE/CRET')).toBe(true)
  expect(isSigned(posted!, 'another')).toBe(false)
  const body = JSON.parse(posted!.body) as { Content: { Raw: { Data: string } } }
  expect(body).toMatchObject({
    Destination: { ToAddresses: [mail.to.email] },
    ConfigurationSetName: 'belfry',
    EmailTags: [{ Name: 'delivery', Value: mail.id }],
  })
  const raw = Buffer.from(body.Content.Raw.Data, 'base64').toString()
  expect(raw).toContain(`Message-ID: ${mail.messageId}`)
  expect(raw.match(/^To: .*$/gm)).toHaveLength(1)

  for (const [status, name, message, kind] of [
    [400, 'MessageRejected', 'Bad content', 'refused'],
    [400, 'MessageRejected', 'Email address is not verified.', 'failed'],
    [400, 'BadRequestException', 'No.', 'refused'],
    [400, 'AccountSuspendedException', 'No.', 'failed'],
    [429, 'TooManyRequestsException', 'Slower.', 'failed'],
    [403, 'AccessDeniedException', 'Who?', 'failed'],
    [503, 'ServiceUnavailable', 'Away.', 'failed'],
    [500, 'InternalFailure', 'Oh.', 'unclear'],
  ] as const) {
    service.reply = () => ({ status, body: { message }, headers: { 'x-amzn-errortype': name } })
    expect(await send(provider)).toMatchObject({
      kind,
      code: String(status),
      response: expect.stringContaining(message),
    })
  }
  const before = service.posted.length
  const nowhere = `http://127.0.0.1:${await freePort()}`
  service.reply = () => 'cut'
  expect(await send(provider)).toMatchObject({ kind: 'unclear' })
  expect(service.posted.length).toBe(before + 1) // the library does not try again behind our back
  expect(await send(open(`ses=ses://A:B@eu-west-1?endpoint=${nowhere}`))).toMatchObject({
    kind: 'failed',
  })
})

test('SMTP: a session is used again, signs in, and none goes without TLS unless that is said', async () => {
  const server = await startSmtp({ auth: { user: 'me', password: 'p@ss' } })
  onTestFinished(() => server.close())
  const at = `127.0.0.1:${server.port}`

  const right = open(`a=smtp://me:p%40ss@${at}?plain=yes`)
  expect([await send(right), await send(right)]).toMatchObject([{ kind: 'sent' }, { kind: 'sent' }])
  expect(server.sessions).toBe(1)
  expect(server.taken[0]!.raw).toMatch(/^Auto-Submitted: auto-generated$/m)
  expect(await send(open(`a=smtp://me:wrong@${at}?plain=yes`))).toMatchObject({
    kind: 'failed',
    code: expect.stringMatching(/^535/),
  })
  expect(await send(open(`a=smtp://me:p%40ss@${at}`))).toMatchObject({ kind: 'failed' })
  expect(server.taken).toHaveLength(2)
})

test.each([
  ['550 5.1.1 User unknown', 'recipient', { kind: 'refused', why: 'address', code: '550 5.1.1' }],
  ['550 No such user here', 'recipient', { kind: 'refused', why: 'address', code: '550' }],
  ['550 5.7.1 Unknown user may not send here', 'recipient', { kind: 'refused', why: 'mail' }],
  ['550 No such user here', 'data', { kind: 'refused', why: 'mail' }],
  ['550 5.7.1 Relaying denied', 'recipient', { kind: 'failed' }],
  ['552 5.3.4 Too big', 'data', { kind: 'refused', why: 'mail' }],
  ['553 5.7.1 Not your address', 'sender', { kind: 'failed' }],
  ['421 4.7.0 Too many connections', 'recipient', { kind: 'failed' }],
  ['450 4.7.1 Greylisted', 'recipient', { kind: 'refused', why: 'pace' }],
  ['452 4.2.2 Mailbox full', 'recipient', { kind: 'refused', why: 'later' }],
  ['451 4.3.0 No space left', 'data', { kind: 'failed' }],
] as const)('what "%s" means when it comes to %s', (response, stage, expected) => {
  expect(verdictOf(response, stage)).toMatchObject(expected)
})

const send = (provider: MailProvider): Promise<SendOutcome> => provider.send(mail, () => {})

function open(settings: string): MailProvider {
  const [provider] = openProviders(MailProviders.parse(settings))
  onTestFinished(() => provider!.close())
  return provider!
}
