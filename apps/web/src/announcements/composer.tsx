import type { Locale } from '@belfry/shared'
import type { Priority, Tone } from '@belfry/shared/machine'
import type { AnnouncementChoices } from '@belfry/shared/wire'
import { Match, Show, Switch, createSignal, untrack } from 'solid-js'
import { Sure } from '../access/sure.tsx'
import { RecurrenceInput } from '../forms/recurrence-input.tsx'
import { zoneName } from '../forms/zone.ts'
import { trpc } from '../trpc.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { DateTimeField } from '../ui/date-time-field.tsx'
import { Panel } from '../ui/panel.tsx'
import { RadioField } from '../ui/radio-field.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.ts'
import { t, zone } from '../words/index.ts'
import { formatTime } from '../words/time.ts'
import { AudiencePicker } from './audience-picker.tsx'
import { type Drafting, type Existing, createDrafting } from './drafting.ts'
import { Look } from './look.tsx'
import { RecipientCount, createRecipients } from './recipients.tsx'
import { TextsInput } from './texts-input.tsx'
import { type Writing, contentOf, createWriting, planOf, problemsOf } from './writing.ts'

export interface ComposerProps {
  first: Writing
  choices: AnnouncementChoices
  /** What is changed; without it a new one is written. */
  existing?: Existing | undefined
  /** It went out, or will; or it was thrown away. */
  onDone: (id: string, what: 'out' | 'gone') => void
}

/** Everything about an announcement on one page: whom it goes to, what it says, when, and how it will look. */
export function Composer(props: ComposerProps) {
  const [writing, set] = createWriting(untrack(() => props.first))
  const [language, setLanguage] = createSignal<Locale>(untrack(() => props.first.order[0] ?? 'en'))
  const [tried, setTried] = createSignal(false)
  const [asking, setAsking] = createSignal(false)
  const [discarding, setDiscarding] = createSignal(false)
  const draft = createDrafting(
    writing,
    untrack(() => props.existing),
  )
  const recipients = createRecipients(writing)
  const problems = () => (tried() ? problemsOf(writing, new Date()) : {})
  const isScheduled = () => !draft.isDraft()
  const known = () => ({ id: draft.existing()?.id, version: draft.existing()?.version })

  function review() {
    setTried(true)
    if (Object.keys(problems()).length === 0) setAsking(true)
  }

  async function goOut() {
    const content = contentOf(writing)
    if (writing.when === 'now') {
      const input = { ...content, ...known() }
      const sent = await trpc.announcements.send.mutate({ ...input, idempotencyKey: draft.keyOf(input) })
      toast({ tone: 'success', title: t('announcements.sent', { count: sent.recipients }) })
      return props.onDone(sent.id, 'out')
    }
    const plan = { ...planOf(writing), timeZone: zone }
    const before = draft.existing()
    if (before && isScheduled()) {
      await trpc.announcements.update.mutate({
        ...content,
        ...plan,
        id: before.id,
        version: before.version,
      })
      toast({ tone: 'success', title: t('announcements.changed') })
      return props.onDone(before.id, 'out')
    }
    const input = { ...content, ...plan, ...known() }
    const made = await trpc.announcements.schedule.mutate({ ...input, idempotencyKey: draft.keyOf(input) })
    toast({ tone: 'success', title: t('announcements.scheduled', { at: formatTime(made.nextAt) }) })
    props.onDone(made.id, 'out')
  }

  async function discard() {
    const id = draft.existing()?.id
    if (!id) return
    await trpc.announcements.cancel.mutate({ id })
    props.onDone(id, 'gone')
  }

  return (
    <form
      class="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        review()
      }}
    >
      <div class="flex min-w-0 flex-col gap-4">
        <Panel title={t('announcements.sectionTo')}>
          <AudiencePicker writing={writing} set={set} choices={props.choices} error={problems().to} />
        </Panel>
        <Panel title={t('announcements.sectionText')}>
          <div class="flex flex-col gap-4">
            <TextsInput writing={writing} set={set} error={problems().title} onSpeak={setLanguage} />
            <div class="grid gap-4 sm:grid-cols-2">
              <Select<Tone>
                label={t('announcements.tone')}
                value={writing.tone}
                options={(['info', 'success', 'warning', 'error'] as const).map((tone) => ({
                  value: tone,
                  label: t('announcements.tones', { tone }),
                }))}
                onChange={(tone) => set({ tone })}
              />
              <Select<Priority>
                label={t('announcements.priority')}
                hint={writing.priority === 'critical' ? t('announcements.criticalHint') : undefined}
                value={writing.priority}
                options={priorities(props.choices.critical).map((priority) => ({
                  value: priority,
                  label: t('announcements.priorities', { priority }),
                }))}
                onChange={(priority) => set({ priority })}
              />
            </div>
            <TextField
              label={t('announcements.link')}
              hint={t('announcements.linkHint')}
              required={false}
              maxLength={2_000}
              dir="ltr"
              value={writing.link}
              onInput={(link) => set({ link })}
              error={problems().link}
            />
            <label class="flex min-h-8 w-fit items-center gap-2 pointer-coarse:min-h-10">
              <input
                type="checkbox"
                class="size-4"
                checked={writing.mail}
                onChange={(event) => set({ mail: event.currentTarget.checked })}
              />
              {t('announcements.mail')}
            </label>
          </div>
        </Panel>
        <Panel title={t('announcements.sectionWhen')}>
          <div class="flex flex-col gap-4">
            <RadioField<'now' | 'later'>
              label={t('announcements.sectionWhen')}
              labelHidden
              value={writing.when}
              options={[
                { value: 'now', label: t('announcements.now') },
                { value: 'later', label: t('announcements.later') },
              ]}
              onChange={(when) => when && set({ when })}
            />
            <Show when={writing.when === 'later'}>
              <DateTimeField
                label={t('announcements.at')}
                hint={t('forms.zone', { zone: zoneName(writing.at) })}
                value={writing.at}
                onInput={(at) => set({ at })}
                error={problems().at}
              />
              <RecurrenceInput
                label={t('announcements.repeats')}
                value={writing.recurrence}
                onChange={(recurrence) => set('recurrence', recurrence ?? null)}
                from={writing.at}
                error={problems().recurrence}
              />
            </Show>
            <DateTimeField
              label={t('announcements.expires')}
              hint={t('announcements.expiresHint')}
              required={false}
              value={writing.expiresAt}
              onInput={(expiresAt) => set({ expiresAt })}
              error={problems().expiresAt}
            />
          </div>
        </Panel>
      </div>
      <div class="flex min-w-0 flex-col gap-4 lg:sticky lg:top-16">
        <Panel>
          <div class="flex flex-col gap-4">
            <RecipientCount writing={writing} recipients={recipients}>
              <div class="flex flex-wrap gap-2">
                <Button type="submit" variant="primary">
                  {writing.when === 'now'
                    ? t('announcements.send')
                    : isScheduled()
                      ? t('announcements.saveChange')
                      : t('announcements.schedule')}
                </Button>
                <Show when={draft.isDraft() && draft.existing()}>
                  <Button variant="quiet" onClick={() => setDiscarding(true)}>
                    {t('announcements.discard')}
                  </Button>
                </Show>
              </div>
            </RecipientCount>
            <Kept draft={draft} />
          </div>
        </Panel>
        <Panel title={t('announcements.sectionLook')}>
          <Look writing={writing} locale={language()} />
        </Panel>
      </div>
      <Show when={asking()}>
        <Sure
          title={t(writing.when === 'now' ? 'announcements.sendSure' : 'announcements.scheduleSure', {
            count: recipients.count()?.recipients ?? 0,
          })}
          why={
            writing.when === 'now'
              ? t('announcements.sendWhy')
              : t('announcements.scheduleWhy', { at: formatTime(writing.at, 'brief') })
          }
          deed={writing.when === 'now' ? t('announcements.send') : t('announcements.schedule')}
          tone="primary"
          run={() => draft.end(goOut)}
          onDone={() => setAsking(false)}
        />
      </Show>
      <Show when={discarding()}>
        <Sure
          title={t('announcements.discardSure')}
          why={t('announcements.cancelWhy')}
          deed={t('announcements.discard')}
          run={() => draft.end(discard)}
          onDone={() => setDiscarding(false)}
        />
      </Show>
    </form>
  )
}

const priorities = (critical: boolean): Priority[] => [
  'low',
  'normal',
  'high',
  ...(critical ? (['critical'] as const) : []),
]

/** Whether what is written is safe. */
const Kept = (props: { draft: Drafting }) => (
  <Switch>
    <Match when={props.draft.error()}>{(text) => <Banner tone="error">{text()}</Banner>}</Match>
    <Match when={props.draft.isDraft()}>
      <p role="status" class="text-sm text-faint empty:hidden">
        {props.draft.state() === 'saved'
          ? t('forms.saved')
          : props.draft.state() === 'saving'
            ? t('forms.saving')
            : ''}
      </p>
    </Match>
  </Switch>
)
