export { fieldsAsked, inherited, newCase } from './asked.ts'
export { type CaseSpan, spanOf } from './calendar.ts'
export type { CaseFacts } from './case.ts'
export { type Checked, type Problem, checkAsked, parseIn, problemsIn, problemsOf } from './check.ts'
export { type Choice as ActionInput, type Decision, type Refusal, decide, neededFor } from './decide.ts'
export type {
  Action,
  Calendar,
  Category,
  ChildSlot,
  Duration,
  Group,
  Priority,
  Stage,
  State,
  Tell,
  Timer,
  Tone,
  Workflow,
  WorkflowWords,
} from './define.ts'
export { defineWorkflow } from './define.ts'
export {
  type Field,
  type FieldKind,
  choice,
  date,
  fieldsOf,
  file,
  link,
  list,
  moment,
  money,
  number,
  person,
  recurrence,
  scopeOf,
  text,
  yesNo,
} from './fields.ts'
export {
  type Awaited,
  type Reach,
  type Sight,
  type Tie,
  awaitedBy,
  hiddenStates,
  isNowhere,
  queueReach,
  reachOf,
  reaches,
  sightOf,
} from './reach.ts'
export { decides, handles, turnsOf } from './handling.ts'
export { explain, nameOfWho, refused } from './refusal.ts'
export { initialState, stageAt, unmetNeeds } from './stages.ts'
export { type Due, URGENT, dueBetween, msOf, nextDue, urgentFrom } from './timers.ts'
export {
  FOLLOWER,
  fieldsHiddenFrom,
  isFollowing,
  isOpen,
  mayBeAsked,
  mayOpen,
  maySee,
  maySubmit,
  queueScopes,
  seesField,
  visibleData,
  WATCHER,
  whoSees,
} from './visibility.ts'
export {
  type Who,
  assignee,
  everyone,
  management,
  matches,
  matchesAny,
  owner,
  parentOwner,
  part,
  personIn,
  role,
  roleInScope,
  supervisor,
} from './who.ts'
