import { directionOf } from '@belfry/shared'
import { type EndpointKind, cut } from './kind.ts'

const LONGEST_TITLE = 300
const LONGEST_TEXT = 4_000

/** An incoming webhook of Microsoft Teams: an Adaptive Card. */
export const teams: EndpointKind = {
  write: ({ title, payload, link, open, locale }) => ({
    body: JSON.stringify({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.5',
            lang: locale,
            rtl: directionOf(locale) === 'rtl',
            fallbackText: cut(`${title} · ${payload.data.text}`, LONGEST_TEXT),
            body: [
              paragraph(cut(title, LONGEST_TITLE), { size: 'medium', weight: 'bolder' }),
              paragraph(cut(payload.data.text, LONGEST_TEXT)),
            ],
            actions: [{ type: 'Action.OpenUrl', title: open, url: link }],
          },
        },
      ],
    }),
  }),
  // The older connectors answer 200 to everything.
  isRefused: ({ said }) => /message delivery failed/i.test(said),
}

/** Runs of text are taken as they are; in a `TextBlock` what people wrote could become a link. */
const paragraph = (text: string, look: Record<string, string> = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...look }],
})
