import { Link } from '@tanstack/solid-router'
import { Show, createSignal } from 'solid-js'
import { Alone, cardClass } from '../sign-in/alone.tsx'
import { post } from '../sign-in/post.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { t } from '../words/index.ts'

/** Asks for a link to set a new password. It says the same to everybody, so nobody learns who has an account. */
export default function ForgotPasswordPage() {
  const [email, setEmail] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [sent, setSent] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  const isWhole = () => /^[^\s@]+@[^\s@]+$/.test(email().trim())

  async function ask() {
    setTried(true)
    if (!isWhole()) return
    setBusy(true)
    setError(null)
    const answer = await post<object>('forgot-password', { email: email().trim() })
    setBusy(false)
    if ('refusal' in answer) setError(answer.refusal)
    else setSent(true)
  }

  return (
    <Alone title={t('templates.forgotTitle')} under={t('templates.forgotUnder')}>
      <Show when={!sent()} fallback={<Banner tone="success">{t('templates.forgotSent')}</Banner>}>
        <form
          class={cardClass}
          novalidate
          onSubmit={(event) => {
            event.preventDefault()
            void ask()
          }}
        >
          <Show when={error()}>{(text) => <Banner tone="error">{text()}</Banner>}</Show>
          <TextField
            label={t('signIn.email')}
            type="email"
            name="email"
            autocomplete="username"
            autofocus
            required
            maxLength={254}
            value={email()}
            onInput={setEmail}
            error={tried() && !isWhole() ? t('templates.needAddress') : null}
          />
          <Button type="submit" variant="primary" busy={busy()}>
            {t('templates.forgotSend')}
          </Button>
        </form>
      </Show>
      <p class="text-center">
        <Link to="/sign-in" class="text-accent-text hover:underline">
          {t('templates.backToSignIn')}
        </Link>
      </p>
    </Alone>
  )
}
