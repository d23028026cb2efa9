import { newId } from '@belfry/shared'
import type { Case, CommentInput, PersonRef } from '@belfry/shared/wire'
import { createSignal } from 'solid-js'
import { messageOf } from '../session.ts'
import { MentionArea } from '../together/mention-area.tsx'
import { mentionedIn } from '../together/mentions.ts'
import { Button } from '../ui/button.tsx'
import { t } from '../words/index.ts'

const LONGEST = 4000 // what the API takes

/** Writes a comment. What was written stays until it has arrived; the same text sent again arrives once. */
export function CommentComposer(props: {
  caseId: string
  /** People whom it can mention. */
  load: (search: string) => Promise<PersonRef[]>
  send: (input: CommentInput) => Promise<Case>
  onSent: (item: Case) => void
}) {
  const [text, setText] = createSignal('')
  const [picked, setPicked] = createSignal<PersonRef[]>([])
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  let last = { text: '', key: '' }

  async function send() {
    const written = text().trim()
    if (!written || busy()) return
    if (last.text !== written) last = { text: written, key: newId() }
    setBusy(true)
    setError(null)
    try {
      const mentions = mentionedIn(written, picked()).map(({ id }) => id)
      const input = { caseId: props.caseId, text: written, mentions, idempotencyKey: last.key }
      const item = await props.send(input)
      last = { text: '', key: '' }
      setText('')
      setPicked([])
      props.onSent(item)
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      class="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <MentionArea
        load={props.load}
        picked={picked()}
        onPick={(person) => setPicked((all) => [...all.filter(({ id }) => id !== person.id), person])}
        label={t('cases.writeComment')}
        labelHidden
        placeholder={t('cases.writeComment')}
        rows={2}
        max={LONGEST}
        maxLength={LONGEST}
        value={text()}
        error={error()}
        onInput={setText}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void send()
        }}
      />
      <div class="flex flex-wrap items-center justify-between gap-2">
        <p class="text-sm text-muted">{t('together.mentionHint')}</p>
        <Button type="submit" busy={busy()} class="ms-auto">
          {t('cases.comment')}
        </Button>
      </div>
    </form>
  )
}
