import { type Locale, locales } from '@belfry/shared'
import { Link, getRouteApi, useRouter } from '@tanstack/solid-router'
import Eye from 'lucide-solid/icons/eye'
import EyeOff from 'lucide-solid/icons/eye-off'
import { For, Show, createEffect, createSignal } from 'solid-js'
import { signInWith } from '../sign-in/call.ts'
import { DemoAccounts } from '../sign-in/demo.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { setPageTitle } from '../ui/page-title.ts'
import { insidePath } from '../ui/path-link.tsx'
import { TextField } from '../ui/text-field.tsx'
import { type WordKey, locale, speak, t } from '../words/index.ts'
import { languageNames } from '../words/languages.ts'

const route = getRouteApi('/sign-in')

export default function SignInPage() {
  const search = route.useSearch()
  const router = useRouter()
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [shown, setShown] = createSignal(false)
  const [tried, setTried] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<WordKey | null>(null)
  createEffect(() => {
    document.title = `${t('signIn.title')} · Belfry`
    setPageTitle(t('signIn.title'))
  })

  async function enter(asEmail: string, withPassword: string) {
    setBusy(true)
    setError(null)
    const refusal = await signInWith(asEmail, withPassword)
    setBusy(false)
    if (refusal) return void setError(refusal)
    router.history.replace(insidePath(search().to ?? '/'))
  }

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (email().trim() && password()) void enter(email().trim(), password())
  }

  return (
    <main class="mx-auto flex min-h-dvh w-full flex-col justify-center gap-x-12 gap-y-6 px-4 py-8 md:flex-row md:flex-wrap md:items-center md:content-center">
      <div class="mx-auto flex w-full max-w-sm flex-col gap-5 md:mx-0">
        <header class="flex items-center gap-3">
          <img src="/favicon.svg" alt="" width="36" height="36" />
          <div>
            <h1 class="text-xl font-semibold tracking-tight">{t('signIn.title')}</h1>
            <p class="text-muted">{t('signIn.under')}</p>
          </div>
        </header>
        <Show when={search().ended && !error()}>
          <Banner tone="warning">{t('signIn.ended')}</Banner>
        </Show>
        <form
          class="flex flex-col gap-4 rounded-xl border border-line bg-surface p-5 shadow-sm"
          novalidate
          onSubmit={submit}
        >
          <Show when={error()}>{(word) => <Banner tone="error">{t(word())}</Banner>}</Show>
          <TextField
            label={t('signIn.email')}
            type="email"
            name="email"
            autocomplete="username"
            autofocus
            required
            value={email()}
            onInput={setEmail}
            error={tried() && !email().trim() ? t('signIn.needEmail') : null}
          />
          <div class="relative">
            <TextField
              label={t('signIn.password')}
              type={shown() ? 'text' : 'password'}
              name="password"
              autocomplete="current-password"
              required
              value={password()}
              onInput={setPassword}
              error={tried() && !password() ? t('signIn.needPassword') : null}
            />
            <span class="absolute inset-e-0.5 top-6.5 pointer-coarse:top-6">
              <IconButton
                size="sm"
                label={shown() ? t('signIn.hidePassword') : t('signIn.showPassword')}
                onClick={() => setShown((now) => !now)}
              >
                <Show when={shown()} fallback={<Eye class="size-4" aria-hidden="true" />}>
                  <EyeOff class="size-4" aria-hidden="true" />
                </Show>
              </IconButton>
            </span>
          </div>
          <Button type="submit" variant="primary" busy={busy()}>
            {t('signIn.submit')}
          </Button>
          <Link to="/forgot-password" class="self-center text-sm text-accent-text hover:underline">
            {t('templates.forgot')}
          </Link>
        </form>
        <Languages />
      </div>
      <DemoAccounts
        busy={busy()}
        onPick={(account, demoPassword) => void enter(account.email, demoPassword)}
      />
    </main>
  )
}

/** Before the sign-in nobody's language is known, so everybody can choose. */
function Languages() {
  const choose = (wanted: Locale) => {
    localStorage.setItem('belfry.locale', wanted)
    void speak(wanted)
  }
  return (
    <ul class="flex justify-center gap-1" aria-label={t('shell.language')}>
      <For each={locales}>
        {(one) => (
          <li>
            <button
              type="button"
              lang={one}
              aria-pressed={one === locale()}
              class={cx(
                'rounded-md px-2.5 py-1 text-sm hover:bg-hover pointer-coarse:py-2.5',
                one === locale() ? 'font-medium text-text' : 'text-muted',
              )}
              onClick={() => choose(one)}
            >
              {languageNames[one]}
            </button>
          </li>
        )}
      </For>
    </ul>
  )
}
