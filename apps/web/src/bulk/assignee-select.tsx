import { createResource } from 'solid-js'
import { trpc } from '../trpc.ts'
import { Select } from '../ui/select.tsx'
import { t } from '../words/index.ts'

const NOBODY = 'nobody'

/** Whom cases can be given to, as far as one of them says it for all; undefined while nobody is picked, null is everybody. */
export function AssigneeSelect(props: {
  caseId: string | undefined
  value: string | null | undefined
  onChange: (personId: string | null) => void
}) {
  const [people] = createResource(
    () => props.caseId,
    (caseId) => trpc.cases.assignees.query({ caseId, search: '' }),
    { initialValue: [] },
  )
  const options = () => [
    { value: NOBODY, label: t('bulk.toNobody') },
    ...(people.error ? [] : people.latest).map(({ person }) => ({ value: person.id, label: person.name })),
  ]
  return (
    <Select
      label={t('bulk.toWhom')}
      required
      placeholder={t('bulk.pick')}
      value={props.value === undefined ? '' : (props.value ?? NOBODY)}
      options={options()}
      onChange={(value) => props.onChange(value === NOBODY ? null : value)}
    />
  )
}
