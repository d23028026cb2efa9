import type { Tone } from '@belfry/shared/machine'
import type { CaseItem } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { Show, createSignal } from 'solid-js'
import { askedBy, createActing } from '../pages/case-acting.ts'
import { ActionDialog } from '../pages/case-dialog.tsx'
import { stateWord } from '../pages/case-words.ts'
import { People } from '../together/assignee.tsx'
import { createClaiming } from '../together/claiming.ts'
import { isTaken } from '../together/claiming.ts'
import { trpc } from '../trpc.ts'
import { Dialog } from '../ui/dialog.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

/** Deciding on a row without opening it: with the first action of a tone that is possible. */
export function createDeciding() {
  const [subject, setSubject] = createSignal<{ item: CaseItem; action: string }>()
  const acting = createActing({
    item: () => subject()!.item,
    send: (input) => trpc.cases.act.mutate(input),
    onDone: (item) => {
      const { title, workflow, state } = item
      toast({ tone: 'success', title: t('queue.decided', { title, state: stateWord(workflow, state) }) })
    },
  })
  const [asking, setAsking] = createSignal(false)

  async function decide(item: CaseItem, tone: Tone) {
    const workflow = findWorkflow(item.workflow)
    const suited = item.actions.filter(({ name }) => workflow?.actions[name]?.tone === tone)
    const view = suited.find(({ allowed }) => allowed)
    if (!view) {
      // A key that does nothing says why.
      const why = suited.find(({ whyNot }) => whyNot)?.whyNot
      if (why) toast({ tone: 'info', title: why })
      return
    }
    if (acting.busy()) return
    setSubject({ item, action: view.name })
    acting.forget()
    const isAsked = askedBy(workflow?.actions[view.name], view) !== 'nothing'
    if (isAsked || isTaken(item)) return void setAsking(true)
    await acting.act(view.name)
    say()
  }

  /** What is not said in the dialog, which is closed by then. */
  function say() {
    const message = acting.conflict()?.message ?? acting.failure()
    if (message) toast({ tone: 'error', title: message })
  }

  const claiming = createClaiming(() => undefined)
  const claim = (item: CaseItem, me: string) =>
    void (item.claimedBy?.id === me ? claiming.letGo(item.id) : claiming.take(item.id))

  const [giving, setGiving] = createSignal<CaseItem>()
  function assign(item: CaseItem) {
    if (item.mayAssign) setGiving(item)
  }

  const Asking = () => (
    <>
      <Show when={giving()} keyed>
        {(item) => (
          <Dialog
            open
            onOpenChange={(stays) => stays || setGiving(undefined)}
            title={t('together.assign')}
            description={item.title}
          >
            <People item={item} onDone={() => setGiving(undefined)} />
          </Dialog>
        )}
      </Show>
      <Show when={asking() && subject()} keyed>
        {({ item, action }) => (
          <ActionDialog
            item={item}
            action={action}
            acting={acting}
            onClose={() => {
              setAsking(false)
              const met = acting.conflict()
              if (met) toast({ tone: 'error', title: met.message })
            }}
          />
        )}
      </Show>
    </>
  )
  return { decide, claim, assign, Asking }
}
