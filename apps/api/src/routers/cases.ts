import {
  act,
  comment,
  findDraft,
  getCase,
  getMyCalendar,
  listCases,
  listDrafts,
  listHistory,
  listParticipants,
  removeDraft,
  saveDraft,
  submit,
  update,
} from '@belfry/engine/cases'
import {
  addParticipant,
  assign,
  claim,
  listAssignees,
  listMentionable,
  listToAdd,
  release,
  removeParticipant,
} from '@belfry/engine/together'
import {
  ActInput,
  AssignInput,
  CasePeopleInput,
  ClaimInput,
  CommentInput,
  DraftForm,
  ListCasesInput,
  MyCalendarInput,
  ParticipantInput,
  SaveDraftInput,
  SubmitInput,
  UpdateInput,
} from '@belfry/shared/wire'
import { z } from 'zod'
import { following, router, signedIn } from '../trpc.ts'

const OneCase = z.object({ caseId: z.uuid() })

export const casesRouter = router({
  list: signedIn.input(ListCasesInput).query(({ ctx, input }) => listCases(ctx.db, ctx.actor, input)),

  calendar: signedIn
    .input(MyCalendarInput)
    .query(({ ctx, input }) => getMyCalendar(ctx.db, ctx.actor, input)),

  get: signedIn.input(OneCase).query(({ ctx, input }) => getCase(ctx.db, ctx.actor, input.caseId)),

  history: signedIn.input(OneCase).query(({ ctx, input }) => listHistory(ctx.db, ctx.actor, input.caseId)),

  participants: signedIn
    .input(OneCase)
    .query(({ ctx, input }) => listParticipants(ctx.db, ctx.actor, input.caseId)),

  submit: signedIn
    .input(SubmitInput)
    .mutation(({ ctx, input, path }) => ctx.once(path, input, (tx) => submit(tx, ctx.actor, input))),

  act: signedIn
    .input(ActInput)
    .mutation(({ ctx, input, path }) => ctx.once(path, input, (tx) => act(tx, ctx.actor, input))),

  /** The action that asks for these fields and leaves the case where it is. */
  update: signedIn
    .input(UpdateInput)
    .mutation(({ ctx, input, path }) => ctx.once(path, input, (tx) => update(tx, ctx.actor, input))),

  comment: signedIn
    .input(CommentInput)
    .mutation(({ ctx, input, path }) => ctx.once(path, input, (tx) => comment(tx, ctx.actor, input))),

  draft: signedIn.input(DraftForm).query(({ ctx, input }) => findDraft(ctx.db, ctx.actor, input)),

  drafts: signedIn.query(({ ctx }) => listDrafts(ctx.db, ctx.actor)),

  saveDraft: signedIn
    .input(SaveDraftInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => saveDraft(tx, ctx.actor, input))),

  removeDraft: signedIn
    .input(DraftForm)
    .mutation(({ ctx, input }) => ctx.done((tx) => removeDraft(tx, ctx.actor, input))),

  claim: signedIn
    .input(ClaimInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => claim(tx, ctx.actor, input))),

  release: signedIn
    .input(OneCase)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => release(tx, ctx.actor, input.caseId))),

  assign: signedIn
    .input(AssignInput)
    .mutation(({ ctx, input, path }) => ctx.once(path, input, (tx) => assign(tx, ctx.actor, input))),

  /** Whom it can be given to, at most 50, those with least to do first. */
  assignees: signedIn
    .input(CasePeopleInput)
    .query(({ ctx, input }) => listAssignees(ctx.db, ctx.actor, input)),

  /** Whom a comment can mention: people who may see the case, at most eight. */
  mentionable: signedIn
    .input(CasePeopleInput)
    .query(({ ctx, input }) => listMentionable(ctx.db, ctx.actor, input)),

  /** Who could be let follow it, at most 50. */
  addable: signedIn.input(CasePeopleInput).query(({ ctx, input }) => listToAdd(ctx.db, ctx.actor, input)),

  addParticipant: signedIn
    .input(ParticipantInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => addParticipant(tx, ctx.actor, input))),

  removeParticipant: signedIn
    .input(ParticipantInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => removeParticipant(tx, ctx.actor, input))),

  /** Who has it open, for those who decide on it. */
  viewers: following
    .input(OneCase)
    .subscription(({ ctx, input, signal }) => ctx.live.viewers(ctx.actor, input.caseId, signal)),

  /** Whoever follows it has it open, as others see. */
  live: following
    .input(OneCase)
    .subscription(({ ctx, input, signal }) => ctx.live.case(ctx.actor, input.caseId, signal)),
})
