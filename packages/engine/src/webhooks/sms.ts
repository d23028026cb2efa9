/** Where text messages are handed over, and what goes with them. */
export interface SmsAddress {
  /** The address without what follows. */
  url: string
  user: string
  token: string
  /** A number in E.164, or the id of a messaging service (`MG…`). */
  from: string
  /** A number in E.164. */
  to: string
}

const E164 = /^\+[1-9]\d{6,14}$/

/**
 * Reads `https://api.twilio.com/2010-04-01/Accounts/AC…/Messages.json?token=…&from=+15550100&to=+33600000000`; with `user` for
 * an API key instead of the account's own token. Null where something is missing.
 */
export function smsAddressOf(address: string): SmsAddress | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  // A plus that nobody escaped is a space.
  const said = (name: string) => (url.searchParams.get(name) ?? '').trim()
  const number = (name: string) => (/^\d/.test(said(name)) ? `+${said(name)}` : said(name))
  const user = said('user') || (/\/Accounts\/([^/]+)\/Messages\.json$/.exec(url.pathname)?.[1] ?? '')
  const [token, from, to] = [said('token'), number('from'), number('to')]
  const isSender = E164.test(from) || /^MG\w+$/.test(from)
  if (!user || !token || !isSender || !E164.test(to)) return null
  return { url: `${url.origin}${url.pathname}`, user, token, from, to }
}
