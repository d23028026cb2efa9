import type { MailChoices, Unsubscription } from '@belfry/engine/preferences'
import { directionOf } from '@belfry/shared'
import { isDigest } from '@belfry/shared/delivery'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { html, raw } from 'hono/html'

/** What was posted just now: how mails came before, and whether it was an unsubscription that was taken back. */
export interface Moment {
  before: MailChoices
  isAgain: boolean
}

const STYLE = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', sans-serif }
body { margin: 0; background: light-dark(#fafafb, #101216); color: light-dark(#1d212b, #ecedf0) }
main { box-sizing: border-box; max-width: 30rem; margin: 12vh auto 2rem; padding: 0 1.25rem }
h1 { font-size: 1.375rem; line-height: 1.35; margin: 1.5rem 0 0.75rem }
p { margin: 0 0 1.5rem; color: light-dark(#555b69, #a9adb8) }
.brand { margin: 0; font-weight: 600; color: inherit }
form { margin: 0 0 1.5rem }
button { font: inherit; font-weight: 600; padding: 0.625rem 1.25rem; min-height: 2.75rem; border: 1px solid transparent; border-radius: 0.375rem; cursor: pointer;
  background: light-dark(#3a58c3, #5068d4); color: #fff }
.plain button { background: transparent; color: inherit; border-color: light-dark(#8b8f99, #6b707c) }
a { color: light-dark(#2f4bb0, #a9b8f5) }
:focus-visible { outline: 2px solid light-dark(#3a58c3, #a9b8f5); outline-offset: 2px }
`

/** The page behind a link to unsubscribe, in the reader's language. It needs no script. */
export async function unsubscribePage(
  { actor, from, isOff }: Unsubscription,
  brand: string,
  moment?: Moment,
): Promise<string> {
  const { locale } = actor
  const { unsubscribe, categories } = words[locale]
  const values = { from, category: isDigest(from) ? '' : categories[from], brand }
  const put = (text: string) => say(locale, text, values)
  const title = put(isOff ? unsubscribe.stopped : moment?.isAgain ? unsubscribe.again : unsubscribe.ask)
  const before = isOff ? restorable(from, moment) : []
  // Whoever has just got them again is not asked whether to stop them.
  const asks = !isOff && !moment?.isAgain
  const page = await html`<!doctype html>
    <html lang="${locale}" dir="${directionOf(locale)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${brand}</title>
        <link rel="icon" href="/favicon.svg" />
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <p class="brand">${brand}</p>
          <h1>${title}</h1>
          <p role="status">
            ${moment?.isAgain && !isOff ? put(unsubscribe.againBody) : put(unsubscribe.stays)}
          </p>
          ${asks ? html`<form method="post"><button name="List-Unsubscribe" value="One-Click">${unsubscribe.stop}</button></form>` : ''}
          ${
            before.length > 0
              ? html`<form method="post" class="plain">
                  ${before.map((one) => html`<input type="hidden" name="restore" value="${one}" />`)}<button>
                    ${unsubscribe.undo}
                  </button>
                </form>`
              : ''
          }
          <p><a href="/account/notifications">${unsubscribe.settings}</a></p>
        </main>
      </body>
    </html> `
  // hono marks what is escaped already by an object around the text.
  return page.toString()
}

/** Of an older unsubscription nobody knows any more how it was before: a category comes as Belfry's own rule says. */
function restorable(from: Unsubscription['from'], moment: Moment | undefined): string[] {
  const before = Object.entries(moment?.before ?? {})
  if (before.length === 0) return isDigest(from) ? [] : [`${from}:default`]
  return before.map(([category, rhythm]) => `${category}:${rhythm ?? 'default'}`)
}
