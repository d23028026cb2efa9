import { createSignal } from 'solid-js'
import { trpc } from '../trpc.ts'

/** Whose messages this browser shows: who signs out and in again need not ask for them again. */
const WHOSE = 'belfry.push'

/** Safari on a phone has it only in what is put on the home screen. */
export const canPush = () =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

const [isOn, setOn] = createSignal(false)
/** This browser tells the person while Belfry is closed. */
export const pushIsOn = isOn

const [refused, setRefused] = createSignal('Notification' in window && Notification.permission === 'denied')
/** The person told the browser never to show any from here; only the browser can change that. */
export const pushIsRefused = refused

/** Asks the browser, and subscribes. False where the person does not allow it. */
export async function turnPushOn(personId: string): Promise<boolean> {
  const permission = await Notification.requestPermission()
  setRefused(permission === 'denied')
  if (permission !== 'granted') return false
  await subscribe()
  localStorage.setItem(WHOSE, personId)
  setOn(true)
  return true
}

/** The server first: what the browser forgets alone would be sent to nobody for a while. */
export async function turnPushOff(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration('/')
  const subscription = await registration?.pushManager.getSubscription()
  if (subscription) {
    await trpc.push.unsubscribe.mutate({ endpoint: subscription.endpoint }).catch(() => {}) // removed elsewhere
    await subscription.unsubscribe()
  }
  localStorage.removeItem(WHOSE)
  setOn(false)
}

/** At the start: the same person in the same browser, perhaps in a new session or after a new key. */
export async function renewPush(personId: string): Promise<void> {
  if (!canPush() || Notification.permission !== 'granted' || localStorage.getItem(WHOSE) !== personId) return
  await subscribe()
  setOn(true)
}

/** This browser was taken off the list, here or in another window. */
export function forgetPush(): void {
  localStorage.removeItem(WHOSE)
  setOn(false)
}

async function subscribe(): Promise<void> {
  const [registration, { publicKey }] = await Promise.all([
    navigator.serviceWorker.register('/sw.js', { scope: '/' }).then(() => navigator.serviceWorker.ready),
    trpc.push.key.query(),
  ])
  const applicationServerKey = bytesOf(publicKey)
  const known = await registration.pushManager.getSubscription()
  const isSame = known && sameBytes(known.options.applicationServerKey, applicationServerKey)
  if (known && !isSame) await known.unsubscribe()
  const subscription = isSame
    ? known
    : await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
  const { endpoint, keys } = subscription.toJSON()
  await trpc.push.subscribe.mutate({
    endpoint: endpoint!,
    keys: { p256dh: keys!.p256dh!, auth: keys!.auth! },
  })
}

const bytesOf = (base64url: string) =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))

const sameBytes = (known: ArrayBuffer | null, wanted: Uint8Array): boolean =>
  known !== null && String(new Uint8Array(known)) === String(wanted)
