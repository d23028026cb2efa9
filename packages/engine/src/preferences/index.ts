export { muteCase, unmuteCase } from './mute.ts'
export { previewPreferences } from './preview.ts'
export { getPreferences } from './read.ts'
export { setPreferences } from './set.ts'
export {
  type MailChoices,
  type Unsubscription,
  findUnsubscription,
  resubscribe,
  unsubscribe,
} from './unsubscribe.ts'
export {
  type UnsubscribeKey,
  type UnsubscribeLink,
  checkUnsubscribe,
  signUnsubscribe,
  unsubscribeKeyFrom,
} from './unsubscribe-link.ts'
