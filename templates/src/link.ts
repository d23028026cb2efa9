/**
 * The address behind a button. A path belongs to this installation; of whole addresses only http and https are let
 * through, everything else leads to the start page.
 */
export function absoluteLink(link: string, publicUrl: string): string {
  const base = publicUrl.replace(/\/+$/, '')
  if (link.startsWith('/')) return `${base}/${link.replace(/^[/\\]+/, '')}`
  const url = URL.parse(link)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : base
}
