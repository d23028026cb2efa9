import type { Workflow } from '@belfry/shared/machine'
import type { Case } from '@belfry/shared/wire'
import { words as generalWords } from '@belfry/shared/words'
import { findWorkflow } from '@belfry/shared/workflows'
import { getRouteApi, useNavigate } from '@tanstack/solid-router'
import Ban from 'lucide-solid/icons/ban'
import { Show } from 'solid-js'
import { CaseForm } from '../forms/case-form.tsx'
import { loadChoices } from '../forms/choices.ts'
import { drafts } from '../forms/drafts.ts'
import { queryClient } from '../query.ts'
import { useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { toast } from '../ui/toast.ts'
import { locale, t } from '../words/index.ts'
import { useWorkflows } from '../workflows.ts'
import { NothingHere } from './nothing-here.tsx'

const route = getRouteApi('/shell/new/$workflow')

export default function NewCasePage() {
  const params = route.useParams()
  return (
    <Show when={findWorkflow(params().workflow)} keyed fallback={<NothingHere />}>
      {(workflow) => <NewCase workflow={workflow} />}
    </Show>
  )
}

function NewCase(props: { workflow: Workflow }) {
  const me = useMe()
  const navigate = useNavigate()
  const workflows = useWorkflows()
  const words = () => props.workflow.words[locale()]
  // Until the server has said so, the form is shown: it is the rule, and a wrong guess loses nothing.
  const mayNot = () => workflows().find((one) => one.name === props.workflow.name)?.maySubmit === false

  function filed(item: Case) {
    toast({ tone: 'success', title: t('forms.filed', { name: words().name, title: item.title }) })
    void queryClient.invalidateQueries({ queryKey: ['cases'] })
    // Back leads to where the form was opened from, not to an empty form.
    void navigate({ to: '/cases/$caseId', params: { caseId: item.id }, replace: true })
  }

  return (
    <Page title={words().submit} narrow>
      <Panel>
        <Show
          when={!mayNot()}
          fallback={
            <EmptyState title={t('forms.mayNot')} icon={<Ban class="size-6" />}>
              {props.workflow.submit.by.length === 0
                ? t('forms.onOthersOnly')
                : t('forms.mayNotWhy', { who: whoMaySubmit(props.workflow) })}
            </EmptyState>
          }
        >
          <CaseForm
            workflow={props.workflow}
            me={me()}
            choices={loadChoices}
            drafts={drafts}
            send={({ children, ...filing }) =>
              trpc.cases.submit.mutate({
                workflow: props.workflow.name,
                ...filing,
                ...(children.length > 0 && { children }),
              })
            }
            onFiled={filed}
          />
        </Show>
      </Panel>
    </Page>
  )
}

function whoMaySubmit(workflow: Workflow): string {
  const roles = workflow.submit.by.flatMap((who) =>
    'role' in who ? [generalWords[locale()].roles[who.role]] : [],
  )
  return new Intl.ListFormat(locale(), { type: 'disjunction' }).format(roles)
}
