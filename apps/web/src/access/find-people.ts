import { trpc } from '../trpc.ts'
import type { Option } from '../ui/select.tsx'

const SHOWN = 20

/** People by name or address, for a field that picks one. */
export async function findPeople(search: string): Promise<Option[]> {
  const { items } = await trpc.access.people.query({ search, limit: SHOWN })
  return items.map(({ id, name }) => ({ value: id, label: name }))
}
