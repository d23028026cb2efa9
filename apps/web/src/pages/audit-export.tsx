import type { AuditExportInput, AuditFilter } from '@belfry/shared/wire'
import { createSignal, untrack } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { FormDialog } from '../ui/form-dialog.tsx'
import { RadioField } from '../ui/radio-field.tsx'
import { t } from '../words/index.ts'

type Kind = 'chain' | 'jsonl' | 'csv' | 'case'

/** Asks which file is wanted, and has the browser fetch it. */
export function AuditExportDialog(props: { filter: AuditFilter; onClose: () => void }) {
  const kinds = (): Kind[] => ['chain', 'jsonl', 'csv', ...(props.filter.caseId ? (['case'] as const) : [])]
  const [kind, setKind] = createSignal<Kind>(
    untrack(() => Object.keys(props.filter).length > 0) ? 'jsonl' : 'chain',
  )
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)

  const input = (): AuditExportInput => {
    const asked = kind()
    if (asked === 'chain') return { scope: 'chain', after: 0 }
    if (asked === 'case') return { scope: 'case', caseId: props.filter.caseId! }
    return { scope: 'found', filter: props.filter, format: asked }
  }
  async function fetchFile() {
    setBusy(true)
    setError(null)
    try {
      const { url } = await trpc.audit.export.mutate(input())
      window.location.assign(url)
      props.onClose()
    } catch (problem) {
      setError(messageOf(problem))
    } finally {
      setBusy(false)
    }
  }
  return (
    <FormDialog
      title={t('audit.export')}
      description={t('audit.exportWhy')}
      deed={t('audit.download')}
      busy={busy()}
      error={error()}
      onSubmit={() => void fetchFile()}
      onClose={props.onClose}
    >
      <RadioField<Kind>
        label={t('audit.exportWhat')}
        hint={t('audit.exportHint', { kind: kind() })}
        options={kinds().map((value) => ({ value, label: t('audit.exportKinds', { kind: value }) }))}
        value={kind()}
        onChange={(value) => value && setKind(value)}
      />
    </FormDialog>
  )
}
