import { locales } from '@belfry/shared'
import type { MailTemplate } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { getRouteApi } from '@tanstack/solid-router'
import { Show, createMemo } from 'solid-js'
import { trpc } from '../trpc.ts'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { Select } from '../ui/select.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { type WordKey, locale, t } from '../words/index.ts'
import { languageNames } from '../words/languages.ts'
import { Sample } from './mail-sample.tsx'
import { SendTest } from './mail-send-test.tsx'
import { Allowed } from './not-allowed.tsx'

const route = getRouteApi('/shell/mail-templates')

const names: Record<string, WordKey> = {
  notification: 'templates.notification',
  digest: 'templates.digest',
  announcement: 'templates.announcement',
  'new-sign-in': 'templates.newSignIn',
  invitation: 'templates.invitation',
  'password-reset': 'templates.passwordReset',
  'address-check': 'templates.addressCheck',
  'address-changed': 'templates.addressChanged',
  test: 'templates.test',
}
const nameOf = ({ template }: MailTemplate): string => {
  const word = names[template]
  return word ? t(word) : template
}

/** Every mail there is, in every language, as it goes out. */
export default function MailTemplatesPage() {
  return (
    <Allowed permission="mail.read" title={t('templates.title')}>
      <MailTemplates />
    </Allowed>
  )
}

function MailTemplates() {
  const query = useQuery(() => ({
    queryKey: ['mail', 'templates', locale()],
    queryFn: () => trpc.mail.templates.query(),
    staleTime: Number.POSITIVE_INFINITY,
  }))
  return (
    <Show
      when={query.data}
      fallback={
        <Page title={t('templates.title')}>
          <SkeletonRows />
        </Page>
      }
    >
      {(templates) => <Chosen templates={templates()} />}
    </Show>
  )
}

/** What is shown is in the address; what it does not say, or says wrongly, is the first there is. */
function Chosen(props: { templates: MailTemplate[] }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const template = createMemo(
    () => props.templates.find((one) => one.template === search().template) ?? props.templates[0]!,
  )
  const type = createMemo(
    () => template().types.find((one) => one.type === search().type) ?? template().types[0]!,
  )
  const groups = createMemo(() => [...new Set(template().types.flatMap(({ group }) => group ?? []))])
  const inGroup = () => template().types.filter(({ group }) => group === type().group)
  const show = (change: Partial<ReturnType<typeof search>>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const language = () => search().language ?? locale()
  const sample = () => ({ template: template().template, type: type().type, locale: language() })

  return (
    <Page title={t('templates.title')} under={t('templates.under')} actions={<SendTest sample={sample()} />}>
      <div class="grid items-start gap-4 lg:grid-cols-[18rem_minmax(0,1fr)]">
        <Panel>
          <div class="flex flex-col gap-4">
            <Select
              label={t('templates.template')}
              value={template().template}
              options={props.templates.map((one) => ({ value: one.template, label: nameOf(one) }))}
              onChange={(value) => show({ template: value, type: undefined })}
            />
            <Show when={groups().length > 0}>
              <Select
                label={t('templates.about')}
                value={type().group ?? ''}
                options={groups().map((group) => ({ value: group, label: group }))}
                onChange={(value) =>
                  show({ type: template().types.find(({ group }) => group === value)?.type })
                }
              />
            </Show>
            <Show when={inGroup().length > 1}>
              <Select
                label={t('templates.message')}
                value={type().type}
                options={inGroup().map((one) => ({ value: one.type, label: one.subject }))}
                onChange={(value) => show({ type: value })}
              />
            </Show>
            <div class="flex">
              <Tabs
                label={t('templates.language')}
                param="language"
                current={language()}
                tabs={locales.map((value) => ({ value, label: languageNames[value] }))}
              />
            </div>
          </div>
        </Panel>
        <Sample
          sample={sample()}
          as={search().as ?? 'html'}
          width={search().width ?? 'desk'}
          scheme={search().scheme ?? 'light'}
        />
      </div>
    </Page>
  )
}
