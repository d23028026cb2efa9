import type { Workflow } from '@belfry/shared/machine'
import type { Option } from '@belfry/shared/search'
import type { CalendarCase } from '@belfry/shared/wire'
import { getRouteApi } from '@tanstack/solid-router'
import { Show, createMemo } from 'solid-js'
import { CalendarPanel, shownWeek } from '../calendar/calendar-page.tsx'
import { createLiveCalendar } from '../live/calendar.ts'
import { createQuestion } from '../queue/question.ts'
import { QueueBar } from '../queue/queue-bar.tsx'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { locale, t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import type { QueueSearch } from './queue.search.ts'

const route = getRouteApi('/shell/queues/$workflow')

/** When the cases of a queue take place, week by week. */
export function QueueCalendar(props: { workflow: Workflow }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const question = createQuestion(() => props.workflow, search)
  const days = createMemo(() => shownWeek(search().week))
  const calendar = createLiveCalendar(() => ({
    ...question.filter(),
    from: days()[0]!,
    to: days().at(-1)!,
  }))
  const show = (change: QueueSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <Page
      title={props.workflow.words[locale()].plural}
      beside={
        <Show when={calendar.page()}>
          {(page) => (
            <span class="text-lg text-muted tabular-nums">
              <span aria-hidden="true">
                {formatNumber(page().dates.length)}
                {page().more && '+'}
              </span>
              <span class="sr-only">{t('calendar.total', { count: page().dates.length })}</span>
            </span>
          )}
        </Show>
      }
      bar={
        <QueueBar
          workflow={props.workflow}
          question={question}
          search={search()}
          known={knownFrom(calendar.page()?.cases ?? [])}
          onChange={show}
          onShow={(wanted) => void navigate({ search: wanted })}
        />
      }
    >
      <CalendarPanel
        days={days()}
        calendar={calendar}
        emptyActions={
          <Show when={search().q}>
            <Button onClick={() => show({ q: undefined })}>{t('queue.clearSearch')}</Button>
          </Show>
        }
        onShow={(week) => show({ week })}
      />
    </Page>
  )
}

/** Proposals for the search: who filed what is on the page, and where it takes place. */
function knownFrom(cases: readonly CalendarCase[]): Record<string, Option[]> {
  const names = [...new Set(cases.map(({ owner }) => owner.name))].toSorted((a, b) => a.localeCompare(b))
  const places = new Map(cases.flatMap(({ scope, place }) => (scope && place ? [[scope, place]] : [])))
  return {
    owner: names.map((name) => ({ value: name, label: name })),
    scope: [...places].map(([scope, label]) => ({ value: scope.split(':').at(-1)!, label })),
  }
}
