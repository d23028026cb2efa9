export { sendDue } from './due.ts'
export { expireSendings } from './expire.ts'
export {
  getAnnouncement,
  listAnnouncements,
  listChoices,
  newsOf,
  preview,
  readAsRecipient,
  searchCases,
  searchPeople,
} from './read.ts'
export { cancel, repeat, saveDraft, schedule, send, update } from './write.ts'
