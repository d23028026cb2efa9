import { mailbox } from './mailbox.ts'
import type { MailProvider } from './provider.ts'
import { sendgridProvider } from './sendgrid.ts'
import { sesProvider } from './ses.ts'
import type { ProviderSettings } from './settings.ts'
import { smtpProvider } from './smtp.ts'

/** Those of the settings; without any, the development mailbox. */
export const openProviders = (settings: ProviderSettings[]): MailProvider[] =>
  settings.length === 0 ? [mailbox] : settings.map(open)

function open(settings: ProviderSettings): MailProvider {
  switch (settings.kind) {
    case 'smtp':
      return smtpProvider(settings)
    case 'ses':
      return sesProvider(settings)
    case 'sendgrid':
      return sendgridProvider(settings)
  }
}
