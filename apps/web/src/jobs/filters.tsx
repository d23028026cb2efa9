import { jobs } from '@belfry/shared/jobs'
import type { JSX } from 'solid-js'
import type { JobsSearch } from '../pages/jobs.search.ts'
import { SearchField } from '../ui/search-field.tsx'
import { Select } from '../ui/select.tsx'
import { t } from '../words/index.ts'

export interface JobsFilterProps {
  search: JobsSearch
  onChange: (change: Partial<JobsSearch>) => void
}

const tasks = Object.values(jobs)
  .map(({ name }) => name as string)
  .toSorted()
export type TaskName = (typeof jobs)[keyof typeof jobs]['name']
export const taskIn = ({ task }: JobsSearch): TaskName | undefined =>
  tasks.includes(task ?? '') ? (task as TaskName) : undefined

/** What both lists are narrowed by; what only one has comes before it. */
export const JobsFilters = (props: JobsFilterProps & { children: JSX.Element }) => (
  <div class="grid items-end gap-3 sm:grid-cols-[10rem_14rem_minmax(0,1fr)]">
    {props.children}
    <Select
      label={t('jobs.task')}
      value={taskIn(props.search) ?? ''}
      placeholder={t('jobs.allTasks')}
      options={tasks.map((value) => ({ value, label: value }))}
      onChange={(task) => props.onChange({ task: task || undefined })}
    />
    <SearchField
      label={t('jobs.search')}
      value={props.search.q ?? ''}
      onSearch={(q) => props.onChange({ q: q || undefined })}
    />
  </div>
)
