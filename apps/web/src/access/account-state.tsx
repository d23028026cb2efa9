import type { PasswordLink, PersonView } from '@belfry/shared/wire'
import { Show, createSignal } from 'solid-js'
import { messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { SecretDialog } from './secret.tsx'
import { Sure } from './sure.tsx'

/** Closes an account, opens it again, and makes a link for a new password. */
export function AccountButtons(props: { person: PersonView; onChange: () => Promise<unknown> }) {
  const me = useMe()
  const [asking, setAsking] = createSignal<'close' | 'link' | null>(null)
  const [link, setLink] = createSignal<PasswordLink | null>(null)
  const [busy, setBusy] = createSignal(false)
  const name = () => props.person.name

  async function reopen() {
    setBusy(true)
    try {
      await trpc.access.reactivate.mutate({ personId: props.person.id })
      toast({ tone: 'success', title: t('access.accountOpened', { name: name() }) })
      await props.onChange()
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }
  async function close() {
    await trpc.access.deactivate.mutate({ personId: props.person.id })
    toast({ tone: 'success', title: t('access.accountClosed', { name: name() }) })
    await props.onChange()
  }
  async function makeLink() {
    setLink(await trpc.access.createPasswordLink.mutate({ personId: props.person.id }))
    await props.onChange()
  }

  return (
    <>
      <Show
        when={props.person.closedAt === null}
        fallback={
          <Button variant="primary" busy={busy()} onClick={() => void reopen()}>
            {t('access.openAccount')}
          </Button>
        }
      >
        <Button onClick={() => setAsking('link')}>{t('access.newLink')}</Button>
        <Button
          class="text-error!"
          disabledReason={props.person.id === me().id ? t('access.notOneself') : null}
          onClick={() => setAsking('close')}
        >
          {t('access.closeAccount')}
        </Button>
      </Show>
      <Show when={asking() === 'close'}>
        <Sure
          title={t('access.closeSure', { name: name() })}
          why={t('access.closeWhy')}
          deed={t('access.closeAccount')}
          run={close}
          onDone={() => setAsking(null)}
        />
      </Show>
      <Show when={asking() === 'link'}>
        <Sure
          title={t('access.newLinkSure')}
          why={t('access.newLinkWhy', { name: name() })}
          deed={t('access.makeLink')}
          tone="primary"
          run={makeLink}
          onDone={() => setAsking(null)}
        />
      </Show>
      <Show when={link()} keyed>
        {(made) => <LinkDialog name={name()} link={made} onDone={() => setLink(null)} />}
      </Show>
    </>
  )
}

/** The link by which somebody sets a password; whoever sees this passes it on. */
export const LinkDialog = (props: { name: string; link: PasswordLink; onDone: () => void }) => (
  <SecretDialog
    title={t('access.linkTitle', { name: props.name })}
    why={t('access.linkWhy', { name: props.name, at: new Date(props.link.expiresAt) })}
    label={t('access.link')}
    secret={`${location.origin}${props.link.path ?? ''}`}
    onDone={() => props.onDone()}
  />
)
