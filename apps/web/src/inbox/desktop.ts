import { type Notification as Message, tagOf } from '@belfry/shared/wire'
import { createSignal } from 'solid-js'
import { pushIsOn } from '../push/subscription.ts'

const LATER = 'belfry.desktop.later'
const OFF = 'belfry.desktop.off'
// A phone's browser shows none that a page itself makes.
const supported = 'Notification' in window && matchMedia('(pointer: fine)').matches

const [asked, setAsked] = createSignal(
  !supported || Notification.permission !== 'default' || localStorage.getItem(LATER) !== null,
)

const [granted, setGranted] = createSignal(supported && Notification.permission === 'granted')
const [off, setOff] = createSignal(localStorage.getItem(OFF) !== null)

/** The browser has not been asked yet, and the person has not said "not now". */
export const mayAskForDesktop = () => !asked()

export async function askForDesktop(): Promise<void> {
  setAsked(true)
  setGranted((await Notification.requestPermission()) === 'granted')
}

/** This browser can show any, and may be asked or has been allowed. */
export const canShowOnDesktop = () => supported && Notification.permission !== 'denied'

export const showsOnDesktop = () => granted() && !off()

/** Switches them on or off in this browser, which is asked first where it has not been. */
export async function setDesktop(on: boolean): Promise<void> {
  if (on && !granted()) await askForDesktop()
  if (on) localStorage.removeItem(OFF)
  else localStorage.setItem(OFF, '1')
  setOff(!on)
}

export function notNow(): void {
  localStorage.setItem(LATER, '1')
  setAsked(true)
}

/** Shows a message on the desktop, while the page is in the background and where the person allowed it. */
export function showOnDesktop(message: Message, open: () => void): void {
  if (!document.hidden || !supported || Notification.permission !== 'granted' || off()) return
  if (pushIsOn()) return showByWorker(message)
  // The tag lets several windows of one person show it once.
  const shown = new Notification(message.title, { body: message.body, tag: message.id, icon: '/favicon.svg' })
  shown.addEventListener('click', () => {
    window.focus()
    shown.close()
    open()
  })
}

/** Where the same message may be pushed as well: of those that a service worker shows one takes the other's place. */
function showByWorker(message: Message): void {
  const { id, title, body, link } = message
  void navigator.serviceWorker.ready.then((registration) =>
    registration.showNotification(title, {
      body,
      tag: tagOf(message),
      icon: '/icons/icon-192.png',
      data: { id, link },
    }),
  )
}
