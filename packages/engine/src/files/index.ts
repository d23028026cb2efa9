export type { FileRow } from '@belfry/db/queries/files'
export { type FieldRule, attachFiles } from './attach.ts'
export { beginUpload } from './begin.ts'
export { type LinkKey, linkKeyFrom } from './link.ts'
export { FILES_PER_BATCH, takeLeftovers, takeOldFiles } from './old.ts'
export { caseOfFile, getFile, linkTo, listFiles, openLink } from './read.ts'
export { refusalError } from './refusal.ts'
export {
  type Inspected,
  acceptOf,
  assertNotRefused,
  discardUpload,
  findUpload,
  finishUpload,
  forgetFile,
  forgetParts,
  getUpload,
  judgeUpload,
  receivePart,
  refuseUpload,
} from './upload.ts'
export { type ZipEntry, zip } from './zip.ts'
