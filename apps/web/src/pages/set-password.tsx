import { useRouter } from '@tanstack/solid-router'
import { Show, createSignal } from 'solid-js'
import { NewPasswordFields, problemsWith } from '../access/change-password.tsx'
import { Alone, cardClass } from '../sign-in/alone.tsx'
import { signInWith } from '../sign-in/call.ts'
import { post } from '../sign-in/post.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { t } from '../words/index.ts'

/** Sets a password by a link, and signs in with it. */
export default function SetPasswordPage() {
  const router = useRouter()
  // Behind the #, so that it is in nobody's log; and away from the address as soon as it is read.
  const token = location.hash.slice(1)
  const [next, setNext] = createSignal('')
  const [again, setAgain] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string | null>(token ? null : t('account.noLink'))

  async function set() {
    setTried(true)
    const problems = problemsWith(next(), again())
    if (!token || problems.next || problems.again) return
    setBusy(true)
    const answer = await post<{ email: string }>('set-password', { token, password: next() })
    const refusal = 'email' in answer ? await signInWith(answer.email, next()) : null
    setBusy(false)
    if ('refusal' in answer) return void setError(answer.refusal)
    if (refusal) return void setError(t(refusal))
    router.history.replace('/')
  }

  return (
    <Alone title={t('account.setTitle')} under={t('account.setUnder')}>
      <form
        class={cardClass}
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void set()
        }}
      >
        <Show when={error()}>{(text) => <Banner tone="error">{text()}</Banner>}</Show>
        <NewPasswordFields
          next={next()}
          again={again()}
          tried={tried()}
          hint={t('account.tooShort')}
          onNext={setNext}
          onAgain={setAgain}
        />
        <Button
          type="submit"
          variant="primary"
          busy={busy()}
          disabledReason={token ? null : t('account.noLink')}
        >
          {t('account.set')}
        </Button>
      </form>
    </Alone>
  )
}
