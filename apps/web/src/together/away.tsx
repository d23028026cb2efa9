import { Show, createSignal } from 'solid-js'
import { updateMe, useMe } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { now } from '../ui/clock.ts'
import { DateTimeField } from '../ui/date-time-field.tsx'
import { MenuChoice } from '../ui/menu.tsx'
import { Panel } from '../ui/panel.tsx'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'
import { type Absence, absences, awayAt, beginsAgain } from './absence.ts'

/** Away or not, in the person's menu. Other times than these are set on the page of the account. */
export function AwayChoice() {
  const me = useMe()
  const until = () => awayAt(me().awayUntil, now())
  const labels: Record<Absence, () => string> = {
    tomorrow: () => t('together.untilTomorrow'),
    monday: () => t('together.untilMonday'),
    week: () => t('together.untilNextWeek'),
  }
  return (
    <MenuChoice
      label={t('together.away')}
      value={until() ? 'away' : 'here'}
      options={[
        { value: 'here', label: t('together.here') },
        ...(until()
          ? [{ value: 'away', label: t('together.awayNow', { date: formatTime(until()!, 'brief') }) }]
          : absences.map((value) => ({ value, label: labels[value]() }))),
      ]}
      onChange={(value) => {
        if (value === 'here') void updateMe({ awayUntil: null })
        else if (value !== 'away')
          void updateMe({ awayUntil: beginsAgain(value as Absence, new Date()).toISOString() })
      }}
    />
  )
}

/** Until when one is away, to the minute. */
export function Absence() {
  const me = useMe()
  const until = () => awayAt(me().awayUntil, now())
  const [wanted, setWanted] = createSignal<string | null>(null)
  const value = () => wanted() ?? until() ?? ''
  async function save(awayUntil: string | null) {
    await updateMe({ awayUntil })
    setWanted(null)
  }
  return (
    <Panel title={t('together.awayTitle')}>
      <form
        class="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (value()) void save(value())
        }}
      >
        <p class="text-sm text-muted">{t('together.awayWhy')}</p>
        <div class="flex flex-wrap items-end gap-2">
          <DateTimeField
            class="grow sm:max-w-64"
            label={t('together.awayField')}
            value={value()}
            min={new Date(now()).toISOString()}
            onInput={setWanted}
          />
          <Button type="submit" variant={wanted() ? 'primary' : 'plain'}>
            {t('together.save')}
          </Button>
          <Show when={until()}>
            <Button onClick={() => void save(null)}>{t('together.iAmBack')}</Button>
          </Show>
        </div>
      </form>
    </Panel>
  )
}
