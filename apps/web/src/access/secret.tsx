import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import { Show, createSignal } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { t } from '../words/index.ts'

/** Shows a secret this once, to be copied. It goes away only by the button, so that no stray click loses it. */
export function SecretDialog(props: {
  title: string
  why: string
  label: string
  secret: string
  onDone: () => void
}) {
  const [copied, setCopied] = createSignal(false)
  let field: HTMLInputElement | undefined
  async function copy() {
    field?.select()
    await navigator.clipboard.writeText(props.secret).then(
      () => setCopied(true),
      () => {}, // without https there is no clipboard; the text is selected for Ctrl-C
    )
  }
  return (
    <Dialog
      open
      onOpenChange={() => props.onDone()}
      title={props.title}
      description={props.why}
      actions={
        <>
          <Button onClick={() => void copy()}>
            <Show when={copied()} fallback={<Copy class="size-4" aria-hidden="true" />}>
              <Check class="size-4 text-success" aria-hidden="true" />
            </Show>
            {copied() ? t('access.copied') : t('access.copy')}
          </Button>
          <Button variant="primary" onClick={() => props.onDone()}>
            {t('access.done')}
          </Button>
        </>
      }
    >
      <TextField
        ref={(element) => (field = element)}
        label={props.label}
        value={props.secret}
        onInput={() => {}}
        readOnly
        spellcheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
    </Dialog>
  )
}
