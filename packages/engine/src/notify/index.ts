export { type Because, createBecause } from './because.ts'
export { fanOut } from './fan-out.ts'
export { deliverHeld } from './held.ts'
export { countInbox, listInbox, mark, pin, undo, unreadCount } from './inbox.ts'
export { notificationStats } from './statistics.ts'
export { tellRefusals } from './refusals.ts'
export {
  type TellingSettings,
  defaultLimits,
  listThrottledSenders,
  releaseInTurn,
  settleThrottled,
} from './throttle.ts'
export { type Keep, expireOld, keepDefault, wakeSnoozed } from './time.ts'
export { viewNotification } from './view.ts'
export { whyNot } from './why-not.ts'
export { why } from './why.ts'
