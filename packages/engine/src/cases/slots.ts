import type { Db } from '@belfry/db'
import { type CaseRow, figuresOf, listChildren } from '@belfry/db/queries/cases'
import { type Actor, clock } from '@belfry/shared'
import { type Workflow, maySee, mayOpen } from '@belfry/shared/machine'
import type { SlotView, SummaryView } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { factsOf, fulfils, isTaken, viewCase } from './view.ts'

/** What hangs on a case, slot by slot, as far as the actor may see it; and its figures taken together, once it is time. */
export async function viewSlots(
  db: Db,
  row: CaseRow,
  actor: Actor,
): Promise<{ slots: SlotView[]; summary: SummaryView | null }> {
  const workflow = getWorkflow(row.workflow)
  const names = Object.entries(workflow.children)
  if (names.length === 0) return { slots: [], summary: null }
  const [children, summary] = await Promise.all([
    listChildren(db, row.id, clock.now()),
    summarise(db, workflow, row),
  ])
  const facts = factsOf(row)
  const needs = (row.stage && workflow.stages[row.stage]?.needs) || []
  const slots = names.map(([slot, child]): SlotView => {
    const seen = children.filter(
      (item) => item.slot === slot && maySee(getWorkflow(item.workflow), actor, factsOf(item)),
    )
    return {
      slot,
      workflow: child.workflow,
      needed: needs.includes(slot),
      fulfilled: row.children.some((item) => item.slot === slot && fulfils(item.workflow, item.state)),
      mayOpen: mayOpen(workflow, slot, actor, facts) && !isTaken(workflow, row, slot),
      cases: seen.map((item) => viewCase(item, actor)),
    }
  })
  return { slots, summary }
}

/** Of all that fulfil their slot, also those whom the page does not show, or not this reader. */
async function summarise(db: Db, workflow: Workflow, row: CaseRow): Promise<SummaryView | null> {
  const { summary } = workflow
  if (!summary?.in.includes(row.state)) return null
  const { slot, fields } = summary
  const child = getWorkflow(workflow.children[slot]!.workflow)
  const states = Object.keys(child.states).filter((state) => child.states[state]!.fulfils)
  return { slot, fields: await figuresOf(db, { parentId: row.id, slot, states, fields: [...fields] }) }
}
