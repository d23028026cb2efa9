import Clock from 'lucide-solid/icons/clock'
import { For, createSignal } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { DateTimeField } from '../ui/date-time-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'
import { maySnoozeUntil, snoozeTimes } from './snooze-times.ts'

/** Until when: some times that one often wants, or any other within a year. */
export function SnoozeDialog(props: { onPick: (until: string) => void; onClose: () => void }) {
  const opened = new Date()
  const [other, setOther] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const pick = (until: string) => {
    props.onPick(until)
    props.onClose()
  }
  return (
    <Dialog open onOpenChange={(stays) => stays || props.onClose()} title={t('inbox.snoozeUntil')}>
      <ul class="flex flex-col gap-1">
        <For each={snoozeTimes(opened)}>
          {({ word, at }, place) => (
            <li>
              <button
                type="button"
                data-first={place() === 0 ? '' : undefined}
                class="flex w-full items-center gap-3 rounded-md px-3 py-2 text-start hover:bg-hover pointer-coarse:py-3"
                onClick={() => pick(at.toISOString())}
              >
                <Clock class="size-4 shrink-0 text-muted" aria-hidden="true" />
                <span class="grow">{t(word)}</span>
                <span class="text-sm text-muted tabular-nums">{formatTime(at, 'brief')}</span>
              </button>
            </li>
          )}
        </For>
      </ul>
      <form
        class="mt-3 flex items-end gap-2 border-t border-line pt-3"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (maySnoozeUntil(other(), new Date())) pick(other())
          else setTried(true)
        }}
      >
        <DateTimeField
          label={t('inbox.pickTime')}
          value={other()}
          min={opened.toISOString()}
          onInput={setOther}
          error={tried() && !maySnoozeUntil(other(), new Date()) ? t('inbox.pickTimeFirst') : null}
          class="grow"
        />
        <Button type="submit">{t('inbox.snooze')}</Button>
      </form>
    </Dialog>
  )
}
