import { Link } from '@tanstack/solid-router'
import { Show, createSignal } from 'solid-js'
import { queryClient } from '../query.ts'
import { Alone, cardClass } from '../sign-in/alone.tsx'
import { post } from '../sign-in/post.ts'
import { Banner } from '../ui/banner.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Button } from '../ui/button.tsx'
import { t } from '../words/index.ts'

/** Confirms an address by a link of a mail: by the button and not by being opened, since scanners of mails open links too. */
export default function ConfirmAddressPage() {
  // Behind the #, so that it is in nobody's log.
  const token = location.hash.slice(1)
  const [busy, setBusy] = createSignal(false)
  const [done, setDone] = createSignal<string | null>(null)
  const [error, setError] = createSignal<string | null>(token ? null : t('account.noLink'))

  async function confirm() {
    setBusy(true)
    setError(null)
    const answer = await post<{ email: string }>('confirm-address', { token })
    setBusy(false)
    if ('refusal' in answer) return void setError(answer.refusal)
    setDone(answer.email)
    await queryClient.invalidateQueries({ queryKey: ['me'] })
  }

  return (
    <Alone title={t('templates.confirmTitle')} under={t('account.setUnder')}>
      <div class={cardClass}>
        <Show when={error()}>{(text) => <Banner tone="error">{text()}</Banner>}</Show>
        <Show
          when={done()}
          fallback={
            <>
              <p>{t('templates.confirmWhy')}</p>
              <Button
                variant="primary"
                busy={busy()}
                disabledReason={token ? null : t('account.noLink')}
                onClick={() => void confirm()}
              >
                {t('templates.confirm')}
              </Button>
            </>
          }
        >
          {(email) => (
            <>
              <Banner tone="success">{t('templates.confirmed', { email: email() })}</Banner>
              <Link to="/" class={buttonClass({ variant: 'primary' })}>
                {t('templates.goOn')}
              </Link>
            </>
          )}
        </Show>
      </div>
    </Alone>
  )
}
