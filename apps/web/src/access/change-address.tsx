import { createSignal } from 'solid-js'
import { messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

/** Asks for another address of one's own account; it counts once its mailbox has answered. */
export function ChangeAddress() {
  const me = useMe()
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const [refusal, setRefusal] = createSignal<string | null>(null)
  const [busy, setBusy] = createSignal(false)
  const isWhole = () => /^[^\s@]+@[^\s@]+$/.test(email().trim())

  async function ask() {
    setTried(true)
    setRefusal(null)
    if (!isWhole() || !password()) return
    setBusy(true)
    try {
      await trpc.me.changeAddress.mutate({ email: email(), password: password() })
      toast({
        tone: 'success',
        title: t('templates.addressSent'),
        body: t('templates.addressSentWhy', { email: email().trim() }),
      })
      setEmail('')
      setPassword('')
      setTried(false)
    } catch (error) {
      setRefusal(messageOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Panel title={t('templates.address')}>
      <form
        class="flex max-w-sm flex-col gap-4"
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void ask()
        }}
      >
        <p class="text-muted wrap-anywhere">{t('templates.addressNow', { email: me().email })}</p>
        <TextField
          label={t('templates.addressNew')}
          hint={t('templates.addressHint')}
          type="email"
          autocomplete="email"
          required
          maxLength={254}
          value={email()}
          onInput={setEmail}
          error={tried() && !isWhole() ? t('templates.needAddress') : null}
        />
        <TextField
          label={t('account.password')}
          type="password"
          autocomplete="current-password"
          required
          maxLength={128}
          value={password()}
          onInput={setPassword}
          error={refusal() ?? (tried() && !password() ? t('account.needCurrent') : null)}
        />
        <Button type="submit" variant="primary" class="self-start" busy={busy()}>
          {t('templates.addressChange')}
        </Button>
      </form>
    </Panel>
  )
}
