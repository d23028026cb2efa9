export { muteCase, unmuteCase } from './mute.ts'
export { previewPreferences } from './preview.ts'
export { getPreferences } from './read.ts'
export { setPreferences } from './set.ts'
