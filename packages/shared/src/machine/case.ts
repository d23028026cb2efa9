/** What the rules of a workflow look at: a case as stored, without its history. */
export interface CaseFacts {
  workflow: string
  state: string
  /** The last stage it entered, of a workflow that has stages. */
  stage: string | null
  scope: string | null
  ownerId: string
  assigneeId: string | null
  /** Who supervises the owner. */
  supervisorId: string | null
  data: Record<string, unknown>
  /** The people with a part in it or in the case that it hangs on. */
  parts: readonly { part: string; personId: string }[]
  parentOwnerId: string | null
  /** Who took the step that led here. */
  deciderId: string | null
  /** Who has approved what so far, of actions that need several people. */
  approvals: readonly { action: string; personId: string }[]
  /** The cases that hang on it, by the slot they are in; `fulfils` where its state is what the parent needs. */
  children: readonly { slot: string; fulfils: boolean }[]
  /** When it came into its state. */
  enteredAt: Date
}
