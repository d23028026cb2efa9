import type { Workflow } from '../machine/define.ts'
import { document, internshipDocument } from './document.ts'
import { emergency } from './emergency.ts'
import { equipmentLoan } from './equipment-loan.ts'
import { evaluation } from './evaluation.ts'
import { goal } from './goal.ts'
import { initiative } from './initiative.ts'
import { internship } from './internship.ts'
import { kpi } from './kpi.ts'
import { onboarding } from './onboarding.ts'
import { performanceReview } from './performance-review.ts'
import { report } from './report.ts'
import { shift } from './shift.ts'
import { stockRequest } from './stock-request.ts'
import { surveyAnswer } from './survey-answer.ts'
import { survey } from './survey.ts'
import { testimonial } from './testimonial.ts'
import { trip } from './trip.ts'

/** Every workflow Belfry runs. A new one is a file beside this and a name in this list. */
export const workflows = {
  shift,
  trip,
  stock_request: stockRequest,
  emergency,
  goal,
  initiative,
  performance_review: performanceReview,
  report,
  onboarding,
  document,
  internship,
  internship_document: internshipDocument,
  evaluation,
  survey,
  survey_answer: surveyAnswer,
  testimonial,
  kpi,
  equipment_loan: equipmentLoan,
} satisfies Record<string, Workflow>

export type WorkflowName = keyof typeof workflows

export const workflowNames = Object.keys(workflows) as WorkflowName[]

/** The workflow of this name, or nothing; names come from outside, so `toString` is none. */
export const findWorkflow = (name: string): Workflow | undefined =>
  Object.hasOwn(workflows, name) ? workflows[name as WorkflowName] : undefined

/** For names read from our own tables. */
export function getWorkflow(name: string): Workflow {
  const workflow = findWorkflow(name)
  if (!workflow)
    throw new Error(`A stored case belongs to the workflow "${name}", which this release does not have.`)
  return workflow
}
