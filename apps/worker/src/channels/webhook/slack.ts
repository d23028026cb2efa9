import { type EndpointKind, cut } from './kind.ts'

const LONGEST_HEADER = 150
const LONGEST_TEXT = 2_900 // Slack takes 3,000 characters

/** An incoming webhook of Slack, or of what takes the same (Mattermost). */
export const slack: EndpointKind = {
  write: ({ title, payload, link, open }) => ({
    body: JSON.stringify({
      // What stands in the notification, and where blocks cannot be shown.
      text: escape(cut(`${title} · ${payload.data.text}`, LONGEST_TEXT)),
      blocks: [
        // Plain, so that nothing that people wrote is taken for a mention or a link.
        { type: 'header', text: plain(title, LONGEST_HEADER) },
        { type: 'section', text: plain(payload.data.text, LONGEST_TEXT) },
        { type: 'actions', elements: [{ type: 'button', text: plain(open, 75), url: link }] },
      ],
    }),
  }),
}

const plain = (text: string, longest: number) => ({
  type: 'plain_text',
  text: cut(text, longest),
  emoji: false,
})

/** The three characters with which Slack begins anything that is no text. */
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
