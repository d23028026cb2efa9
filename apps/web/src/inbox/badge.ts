import { createEffect } from 'solid-js'
import { pageTitle } from '../ui/page-title.ts'

/** Shows the unread count in the window's title and icon. */
export function createBadge(unread: () => number): void {
  createEffect(() => {
    document.title = titleWith(unread(), pageTitle())
  })
  createEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (icon) icon.href = iconWith(unread())
  })
  createEffect(() => {
    // On the icon of the installed app; setting none takes it away.
    void navigator.setAppBadge?.(unread()).catch(() => {})
  })
}

export function titleWith(unread: number, page: string): string {
  const name = page ? `${page} · Belfry` : 'Belfry'
  return unread > 0 ? `(${short(unread)}) ${name}` : name
}

const short = (unread: number) => (unread > 99 ? '99+' : String(unread))

/** The icon as a file; with a count it is drawn here. */
export function iconWith(unread: number): string {
  if (unread === 0) return '/favicon.svg'
  const text = unread > 9 ? '9+' : String(unread)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${BELL}<circle cx="22" cy="10" r="10" fill="#d4351c"/><text x="22" y="15" text-anchor="middle" font-family="system-ui,sans-serif" font-weight="700" font-size="${text.length > 1 ? 12 : 15}" fill="#fff">${text}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

const BELL =
  '<rect width="32" height="32" rx="8" fill="#3f4fc4"/><path d="M16 6a2 2 0 0 1 2 2v.6c3 .7 5 3.3 5 6.5v4l2 2.8c.4.6 0 1.4-.8 1.4H7.8c-.8 0-1.2-.8-.8-1.4l2-2.8v-4c0-3.2 2-5.8 5-6.5V8a2 2 0 0 1 2-2z" fill="#fff"/>'
