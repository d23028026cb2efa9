import { useRouter } from '@tanstack/solid-router'
import { Show, createEffect, createSignal } from 'solid-js'
import { NewPasswordFields, problemsWith } from '../access/change-password.tsx'
import { signInWith } from '../sign-in/call.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { setPageTitle } from '../ui/page-title.ts'
import { t } from '../words/index.ts'

/** Sets a password by a link of an administrator, and signs in with it. */
export default function SetPasswordPage() {
  const router = useRouter()
  // Behind the #, so that it is in nobody's log; and away from the address as soon as it is read.
  const token = location.hash.slice(1)
  const [next, setNext] = createSignal('')
  const [again, setAgain] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string | null>(token ? null : t('account.noLink'))
  createEffect(() => {
    document.title = `${t('account.setTitle')} · Belfry`
    setPageTitle(t('account.setTitle'))
  })

  async function set() {
    setTried(true)
    const problems = problemsWith(next(), again())
    if (!token || problems.next || problems.again) return
    setBusy(true)
    const answer = await setPassword(token, next())
    const refusal = 'email' in answer ? await signInWith(answer.email, next()) : null
    setBusy(false)
    if ('refusal' in answer) return void setError(answer.refusal)
    if (refusal) return void setError(t(refusal))
    router.history.replace('/')
  }

  return (
    <main class="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-5 px-4 py-8">
      <header class="flex items-center gap-3">
        <img src="/favicon.svg" alt="" width="36" height="36" />
        <div>
          <h1 class="text-xl font-semibold tracking-tight">{t('account.setTitle')}</h1>
          <p class="text-muted">{t('account.setUnder')}</p>
        </div>
      </header>
      <form
        class="flex flex-col gap-4 rounded-xl border border-line bg-surface p-5 shadow-sm"
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
    </main>
  )
}

async function setPassword(
  token: string,
  password: string,
): Promise<{ email: string } | { refusal: string }> {
  const answer = await fetch('/api/auth/set-password', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, password }),
  }).catch(() => null)
  const said = (await answer?.json().catch(() => null)) as { email?: string; message?: string } | null
  return said?.email ? { email: said.email } : { refusal: said?.message ?? t('ui.unreachable') }
}
