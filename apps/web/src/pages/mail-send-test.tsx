import type { SampleInput } from '@belfry/shared/wire'
import { useNavigate } from '@tanstack/solid-router'
import Send from 'lucide-solid/icons/send'
import { createSignal } from 'solid-js'
import { messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

/** Sends the sample that is looked at to whoever looks at it. */
export function SendTest(props: { sample: SampleInput }) {
  const me = useMe()
  const navigate = useNavigate()
  const [busy, setBusy] = createSignal(false)

  async function send() {
    setBusy(true)
    try {
      const { deliveryId } = await trpc.mail.sendTest.mutate(props.sample)
      toast({
        tone: 'success',
        title: t('templates.sent'),
        body: me().email,
        action: {
          label: t('templates.look'),
          // A delivery and its mail in the mailbox have one id.
          run: () => void navigate({ to: '/mailbox', search: { mail: deliveryId } }),
        },
      })
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }

  return (
    <Button variant="primary" busy={busy()} onClick={() => void send()}>
      <Send class="size-4 rtl:-scale-x-100" aria-hidden="true" />
      {t('templates.send')}
    </Button>
  )
}
