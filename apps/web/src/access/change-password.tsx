import { createSignal } from 'solid-js'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

const SHORTEST = 10 // what the API takes

/** What is wrong with a new password and its repetition, or null for each. */
export const problemsWith = (next: string, again: string) => ({
  next: next.length < SHORTEST ? t('account.tooShort') : null,
  again: again === next ? null : t('account.notTheSame'),
})

export function ChangePassword() {
  const [current, setCurrent] = createSignal('')
  const [next, setNext] = createSignal('')
  const [again, setAgain] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const [refusal, setRefusal] = createSignal<string | null>(null)
  const [busy, setBusy] = createSignal(false)
  const problems = () => problemsWith(next(), again())

  async function change() {
    setTried(true)
    setRefusal(null)
    if (!current() || problems().next || problems().again) return
    setBusy(true)
    try {
      await trpc.me.changePassword.mutate({ current: current(), next: next() })
      for (const clear of [setCurrent, setNext, setAgain]) clear('')
      setTried(false)
      toast({ tone: 'success', title: t('account.changed'), body: t('account.changedWhy') })
      await queryClient.invalidateQueries({ queryKey: ['me', 'sessions'] })
    } catch (error) {
      setRefusal(messageOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Panel title={t('account.password')}>
      <form
        class="flex max-w-sm flex-col gap-4"
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void change()
        }}
      >
        <TextField
          label={t('account.current')}
          type="password"
          autocomplete="current-password"
          required
          maxLength={128}
          value={current()}
          onInput={setCurrent}
          error={refusal() ?? (tried() && !current() ? t('account.needCurrent') : null)}
        />
        <NewPasswordFields
          next={next()}
          again={again()}
          tried={tried()}
          hint={t('account.nextHint')}
          onNext={setNext}
          onAgain={setAgain}
        />
        <Button type="submit" variant="primary" class="self-start" busy={busy()}>
          {t('account.change')}
        </Button>
      </form>
    </Panel>
  )
}

/** A new password, twice. */
export function NewPasswordFields(props: {
  next: string
  again: string
  tried: boolean
  hint?: string
  onNext: (text: string) => void
  onAgain: (text: string) => void
}) {
  const problems = () => problemsWith(props.next, props.again)
  return (
    <>
      <TextField
        label={t('account.next')}
        hint={props.hint}
        type="password"
        autocomplete="new-password"
        required
        maxLength={128}
        value={props.next}
        onInput={(text) => props.onNext(text)}
        error={props.tried ? problems().next : null}
      />
      <TextField
        label={t('account.again')}
        type="password"
        autocomplete="new-password"
        required
        maxLength={128}
        value={props.again}
        onInput={(text) => props.onAgain(text)}
        error={props.tried ? problems().again : null}
      />
    </>
  )
}
