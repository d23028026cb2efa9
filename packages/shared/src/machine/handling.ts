import { type Actor, hasRole } from '../actor.ts'
import type { CaseFacts } from './case.ts'
import type { Workflow } from './define.ts'
import { isOpen, maySee } from './visibility.ts'
import { type Who, matchesAny } from './who.ts'

type Someone = Pick<Actor, 'id' | 'grants'>

/** An action that others than the submitter may take on a case as it stands: by whom, and by whom it may not. */
interface Turn {
  by: readonly Who[]
  not: readonly string[]
}

const others = (by: readonly Who[]) => by.filter((who) => who.kind !== 'owner')

/** Whose turn it is; what an action waits for beside a person (`when`, `ready`) does not matter here. */
export function turnsOf(workflow: Workflow, item: CaseFacts): Turn[] {
  if (!isOpen(workflow, item.state)) return []
  return Object.entries(workflow.actions).flatMap(([name, action]) => {
    const by = others(action.by)
    if (by.length === 0 || !action.from.includes(item.state)) return []
    const agreed = item.approvals.filter((approval) => approval.action === name)
    const barred = {
      owner: item.ownerId,
      decider: item.deciderId,
    }
    const not = (action.notBy ?? []).flatMap((whom) => barred[whom] ?? [])
    return [{ by, not: [...not, ...agreed.map(({ personId }) => personId)] }]
  })
}

/** Whether it is this person's turn: he can work on the case, and it can be given to him. */
export const handles = (workflow: Workflow, actor: Someone, item: CaseFacts): boolean =>
  maySee(workflow, actor, item) &&
  turnsOf(workflow, item).some(({ by, not }) => !not.includes(actor.id) && matchesAny(by, actor, item))

/** Whether he is one of those who decide on the case at some time, or an administrator: a colleague of reviewers. */
export const decides = (workflow: Workflow, actor: Someone, item: CaseFacts): boolean =>
  hasRole(actor, 'admin') ||
  Object.values(workflow.actions).some((action) => matchesAny(others(action.by), actor, item))
