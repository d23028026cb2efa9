import { digestRhythms } from '@belfry/shared/delivery'
import type { Preferences } from '@belfry/shared/wire'
import { For, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { now } from '../ui/clock.ts'
import { Combobox } from '../ui/combobox.tsx'
import { Panel } from '../ui/panel.tsx'
import { Select } from '../ui/select.tsx'
import { t, zone as here } from '../words/index.ts'
import { formatTimeIn, tag } from '../words/time.ts'
import { hourName, weekdayName } from './sentences.ts'
import type { Settings } from './settings.ts'
import { findZones, zoneLabel, zoneOf, zoneOption } from './zones.ts'

export interface DigestTimesProps {
  settings: Settings
  onChange: (change: Partial<Settings>) => void
  /** When the next ones come, of what is saved; nothing while something else is chosen. */
  next: Preferences['nextDigests'] | null
}

/** When gathered mail comes, and by which clocks. */
export function DigestTimes(props: DigestTimesProps) {
  const isGathered = () =>
    Object.values(props.settings.categories).some(({ mail }) => mail === 'daily' || mail === 'weekly')
  const time = () =>
    new Intl.DateTimeFormat(tag(), {
      hour: 'numeric',
      minute: '2-digit',
      timeZone: zoneOf(props.settings.timeZone),
    }).format(now())
  return (
    <Panel title={t('preferences.digests')}>
      <div class="grid gap-3 sm:grid-cols-2">
        <Select
          label={t('preferences.digestHour')}
          value={String(props.settings.digestHour)}
          options={Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: hourName(hour) }))}
          onChange={(hour) => props.onChange({ digestHour: Number(hour) })}
        />
        <Select
          label={t('preferences.digestWeekday')}
          value={String(props.settings.digestWeekday)}
          options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: weekdayName(day) }))}
          onChange={(day) => props.onChange({ digestWeekday: Number(day) })}
        />
        <Combobox
          class="sm:col-span-2"
          label={t('preferences.timeZone')}
          hint={t('preferences.timeZoneHint', { time: time() })}
          value={zoneOption(props.settings.timeZone)}
          load={(search) => Promise.resolve(findZones(search))}
          onChange={(picked) => picked && props.onChange({ timeZone: picked.value })}
        />
        <Show when={zoneOf(props.settings.timeZone) !== here}>
          <div class="sm:col-span-2">
            <Button size="sm" onClick={() => props.onChange({ timeZone: here })}>
              {t('preferences.timeZoneHere', { zone: zoneLabel(here) })}
            </Button>
          </div>
        </Show>
        <div class="text-sm text-muted sm:col-span-2">
          <Show when={isGathered()} fallback={<p>{t('preferences.digestsUnused')}</p>}>
            <For each={digestRhythms.filter((rhythm) => props.next?.[rhythm])}>
              {(rhythm) => (
                <p>
                  {t('preferences.nextDigest', {
                    rhythm,
                    time: formatTimeIn(props.next![rhythm]!, zoneOf(props.settings.timeZone)),
                  })}
                </p>
              )}
            </For>
          </Show>
        </div>
      </div>
    </Panel>
  )
}
