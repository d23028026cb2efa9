import type { Tone } from '@belfry/shared/machine'
import type { BulkItemState, BulkRun, BulkState } from '@belfry/shared/wire'
import { wordsOf } from '../pages/case-words.ts'
import { t } from '../words/index.ts'

/** "Approve: Shifts", as a run is called. */
export function titleOf({ deed, workflow }: BulkRun): string {
  const own = wordsOf(workflow)
  const action =
    deed.kind === 'act'
      ? (own?.actions[deed.action]?.label ?? deed.action)
      : t(deed.kind === 'assign' ? 'bulk.give' : 'bulk.remind')
  return t('bulk.heading', { action, plural: own?.plural ?? workflow })
}

/** What was given along: the reason, the note, or the person. */
export function detailsOf({ deed, workflow, assignee }: BulkRun): string {
  if (deed.kind === 'assign')
    return deed.personId ? t('bulk.toName', { name: assignee ?? '' }) : t('bulk.toNobody')
  const reason =
    deed.kind === 'act' && deed.reason ? (wordsOf(workflow)?.reasons[deed.reason] ?? deed.reason) : null
  return [reason && t('bulk.reason', { reason }), deed.note].filter(Boolean).join(' · ')
}

/** How many of its cases are through. */
export const doneOf = ({ total, counts, state }: BulkRun): number =>
  total - ((state === 'undoing' ? counts.undoing : counts.waiting) ?? 0)

export const toneOfRun: Record<BulkState, Tone | 'neutral'> = {
  running: 'info',
  done: 'success',
  cancelled: 'warning',
  undoing: 'info',
  undone: 'neutral',
}

export const toneOfItem: Record<BulkItemState, Tone | 'neutral'> = {
  waiting: 'info',
  done: 'success',
  there: 'neutral',
  refused: 'warning',
  failed: 'error',
  cancelled: 'neutral',
  undoing: 'info',
  undone: 'neutral',
}
