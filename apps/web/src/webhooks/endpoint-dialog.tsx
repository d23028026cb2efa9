import { type Locale, locales } from '@belfry/shared'
import { type WebhookKind, isSigned, isTopic, webhookKinds } from '@belfry/shared/webhooks'
import type { CreatedWebhook, WebhookEndpoint } from '@belfry/shared/wire'
import { Show, createSignal, untrack } from 'solid-js'
import { createStore } from 'solid-js/store'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { locale, t } from '../words/index.ts'
import { languageNames } from '../words/languages.ts'
import { TopicPicker } from './topic-picker.tsx'

export interface EndpointDialogProps {
  /** The one that is changed; a new one where it is left out. */
  endpoint?: WebhookEndpoint
  /** A new one is one's own. */
  mine?: boolean | undefined
  /** The secret comes with a new one only. */
  onSaved: (saved: CreatedWebhook) => void
  onClose: () => void
}

/** Asks whom to tell of what. */
export function EndpointDialog(props: EndpointDialogProps) {
  // The dialog belongs to the endpoint that it was opened with.
  const before = untrack(() => props.endpoint)
  const mine = before?.mine ?? untrack(() => props.mine) ?? false
  // Of a channel only the beginning of the address is known here.
  const isHidden = before !== undefined && !isSigned(before.kind)
  const [form, setForm] = createStore({
    kind: before?.kind ?? ('webhook' as WebhookKind),
    name: before?.name ?? '',
    url: isHidden ? '' : (before?.url ?? ''),
    // A workflow may be gone since.
    topics: (before?.topics ?? []).filter(isTopic),
    locale: (before?.locale ?? locale()) as Locale,
  })
  const [wrong, setWrong] = createSignal<{ name?: string; url?: string; topics?: string }>({})
  const [error, setError] = createSignal<string | null>(null)
  const [busy, setBusy] = createSignal(false)
  const idempotencyKey = crypto.randomUUID()

  async function save() {
    const url = form.url.trim()
    const found = {
      ...(form.name.trim() ? {} : { name: t('webhooks.nameMissing') }),
      ...(isHidden || URL.canParse(url) ? {} : { url: t('webhooks.urlMissing') }),
      ...(mine || form.topics.length > 0 ? {} : { topics: t('webhooks.topicsMissing') }),
    }
    setWrong(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    setError(null)
    try {
      const { kind, name, topics, locale: language } = form
      const said = { name, topics: [...topics], locale: language }
      const saved = before
        ? {
            endpoint: await trpc.webhooks.update.mutate({ id: before.id, ...said, ...(url ? { url } : {}) }),
            secret: null,
          }
        : await trpc.webhooks.create.mutate({ mine, kind, url, ...said, idempotencyKey })
      props.onSaved(saved)
      props.onClose()
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }

  return (
    <FormDialog
      wide
      title={before ? before.name : t('webhooks.new')}
      deed={before ? t('webhooks.save') : t('webhooks.create')}
      busy={busy()}
      error={error()}
      onSubmit={() => void save()}
      onClose={() => props.onClose()}
    >
      <TextField
        label={t('webhooks.name')}
        required
        maxLength={80}
        autocomplete="off"
        value={form.name}
        onInput={(name) => setForm({ name })}
        error={wrong().name}
      />
      <Show when={!before}>
        <Select
          label={t('webhooks.kind')}
          hint={t('webhooks.kindHint', { kind: form.kind })}
          value={form.kind}
          onChange={(kind) => setForm({ kind })}
          options={webhookKinds.map((kind) => ({ value: kind, label: t('webhooks.kinds', { kind }) }))}
        />
      </Show>
      <TextField
        label={t('webhooks.url')}
        hint={t(
          isHidden ? 'webhooks.urlKept' : form.kind === 'sms' ? 'webhooks.smsHint' : 'webhooks.urlHint',
        )}
        required={!isHidden}
        type="url"
        maxLength={2000}
        autocomplete="off"
        spellcheck={false}
        value={form.url}
        onInput={(url) => setForm({ url })}
        error={wrong().url}
      />
      <Show when={!mine}>
        <Select
          label={t('webhooks.language')}
          hint={t('webhooks.languageHint')}
          value={form.locale}
          onChange={(language) => setForm({ locale: language })}
          options={locales.map((value) => ({ value, label: languageNames[value] }))}
        />
        <TopicPicker
          topics={form.topics}
          onChange={(topics) => setForm({ topics })}
          error={wrong().topics ?? null}
        />
      </Show>
    </FormDialog>
  )
}
