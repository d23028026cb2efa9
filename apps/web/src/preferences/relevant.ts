import { type Actor, hasRole } from '@belfry/shared'
import { categories } from '@belfry/shared/delivery'
import { type Category, type Who, type Workflow, fieldsOf, maySubmit } from '@belfry/shared/machine'
import { workflows } from '@belfry/shared/workflows'

type Asker = Pick<Actor, 'grants'>

const all: readonly Workflow[] = Object.values(workflows)

/**
 * What this person can be told about, by what his roles allow him to file, to decide and to be named in. A single case may still
 * name him for something else: the other categories can be set too.
 */
export function categoriesOf(me: Asker): Category[] {
  const own = new Set<Category>(['access', 'announcement'])
  if (hasRole(me, 'admin')) own.add('system')
  for (const workflow of all) if (hears(workflow, me)) own.add(workflow.category)
  return categories.filter((category) => own.has(category))
}

const hears = (workflow: Workflow, me: Asker): boolean =>
  maySubmit(workflow, me) ||
  toldBy(workflow).some((who) => isMeant(who, me)) ||
  fieldsOf(workflow.data).some(
    (field) => field.kind === 'person' && field.role !== null && hasRole(me, field.role),
  ) ||
  // Cases that hang on others are opened by whoever may act on these.
  all.some((parent) =>
    Object.values(parent.children).some(
      (child) =>
        child.workflow === workflow.name &&
        (child.by.some((who) => isMeant(who, me)) ||
          (child.by.some(({ kind }) => kind === 'owner') && maySubmit(parent, me))),
    ),
  )

const toldBy = ({ submit, actions, timers, stages }: Workflow): Who[] =>
  [
    ...submit.tell,
    ...Object.values(actions).flatMap((action) => [...action.tell, ...(action.tellApproval ?? [])]),
    ...Object.values(timers).flatMap((timer) => timer.tell ?? []),
    ...Object.values(stages).flatMap((stage) => stage.ready ?? []),
  ].flatMap(({ who }) => who as readonly Who[])

function isMeant(who: Who, me: Asker): boolean {
  if (who.kind === 'everyone') return true
  if (who.kind === 'supervisor') return hasRole(me, 'supervisor')
  return (who.kind === 'role' || who.kind === 'roleInScope') && hasRole(me, who.role)
}
