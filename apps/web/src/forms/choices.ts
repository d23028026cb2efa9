import { trpc } from '../trpc.ts'
import type { LoadChoices } from './form-field.tsx'

/** What may be picked, as the server has it. */
export const loadChoices: LoadChoices = (workflow, field, search) =>
  trpc.workflows.choices.query({ workflow, field, ...(search && { search }) })
