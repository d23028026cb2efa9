import { trpc } from '../trpc.ts'
import type { DraftApi } from './draft.ts'

/** Drafts as the server keeps them. */
export const drafts: DraftApi = {
  find: (form) => trpc.cases.draft.query(form),
  save: (input) => trpc.cases.saveDraft.mutate(input),
  remove: (form) => trpc.cases.removeDraft.mutate(form),
}
