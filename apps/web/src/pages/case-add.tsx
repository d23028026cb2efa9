import type { Case } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { Show } from 'solid-js'
import { CaseForm } from '../forms/case-form.tsx'
import { loadChoices } from '../forms/choices.ts'
import { drafts } from '../forms/drafts.ts'
import { queryClient } from '../query.ts'
import { useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Dialog } from '../ui/dialog.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

/** Adds a case in a slot of another one: the same form, in a dialog. */
export function AddCase(props: {
  parent: Case
  slot: string
  workflow: string
  name: string
  onClose: () => void
}) {
  const me = useMe()
  function filed() {
    toast({ tone: 'success', title: t('forms.added', { name: props.name }) })
    void queryClient.invalidateQueries({ queryKey: ['cases'] })
    props.onClose()
  }
  return (
    <Dialog
      open
      wide
      onOpenChange={(stays) => stays || props.onClose()}
      title={props.name}
      description={props.parent.title}
    >
      <Show when={findWorkflow(props.workflow)}>
        {(workflow) => (
          <CaseForm
            workflow={workflow()}
            me={me()}
            parent={{ id: props.parent.id, slot: props.slot, scope: props.parent.scope }}
            choices={loadChoices}
            drafts={drafts}
            send={(filing) =>
              trpc.cases.submit.mutate({
                workflow: props.workflow,
                parentId: props.parent.id,
                slot: props.slot,
                data: filing.data,
                idempotencyKey: filing.idempotencyKey,
              })
            }
            onFiled={filed}
          />
        )}
      </Show>
    </Dialog>
  )
}
