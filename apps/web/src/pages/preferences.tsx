import type { Channel } from '@belfry/shared/delivery'
import { Link, getRouteApi } from '@tanstack/solid-router'
import BarChart from 'lucide-solid/icons/chart-column'
import { Show, createMemo } from 'solid-js'
import { Always } from '../preferences/always.tsx'
import { DigestTimes } from '../preferences/digest-times.tsx'
import { createEditing } from '../preferences/editing.ts'
import { Leaving } from '../preferences/leaving.tsx'
import { Matrix } from '../preferences/matrix.tsx'
import { Mutes } from '../preferences/mutes.tsx'
import { OwnWebhooks, useOwnWebhooks } from '../preferences/own-webhooks.tsx'
import { Preview, createPreview, mailsSentence } from '../preferences/preview.tsx'
import { QuietHoursEditor } from '../preferences/quiet-hours.tsx'
import { categoriesOf } from '../preferences/relevant.ts'
import { SaveBar } from '../preferences/save-bar.tsx'
import { changeFrom } from '../preferences/settings.ts'
import { ThisDevice } from '../preferences/this-device.tsx'
import { messageOf, useMe } from '../session.ts'
import { Banner } from '../ui/banner.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'

const route = getRouteApi('/shell/account/notifications')

/** A column more for whoever has a webhook of his own. */
const channelsOf = (hasWebhook: boolean): readonly Channel[] =>
  hasWebhook ? ['app', 'mail', 'push', 'webhook'] : ['app', 'mail', 'push']

/** What one is told, by which way and when. */
export default function PreferencesPage() {
  const me = useMe()
  const search = route.useSearch()
  const editing = createEditing()
  const preview = createPreview(() => {
    const [before, after] = [editing.known(), editing.mine()]
    return before && after ? changeFrom(before, after) : {}
  })
  const webhooks = useOwnWebhooks()
  const shown = createMemo(() => channelsOf(Boolean(webhooks.data?.length)))
  const isChanged = () => editing.changes().length > 0
  // What comes next is known of what is saved; other times make other moments.
  const saved = () => (editing.changes().every((leaf) => leaf.includes('.')) ? editing.query.data : undefined)
  return (
    <Page
      title={t('preferences.title')}
      under={t('preferences.under')}
      actions={
        <Link to="/notifications/figures" class={buttonClass({})}>
          <BarChart class="size-4" aria-hidden="true" />
          {t('inbox.figures')}
        </Link>
      }
      above={
        <Link to="/account" class="text-sm text-accent-text hover:underline">
          {t('account.title')}
        </Link>
      }
    >
      <Show
        when={editing.mine()}
        fallback={
          <Show
            when={editing.query.isError}
            fallback={
              <Panel flush>
                <SkeletonRows rows={10} />
              </Panel>
            }
          >
            <Banner tone="error">{messageOf(editing.query.error)}</Banner>
          </Show>
        }
      >
        {(settings) => (
          <>
            <div class="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_21rem]">
              <div class="flex min-w-0 flex-col gap-4">
                <Matrix
                  settings={settings()}
                  changes={editing.changes()}
                  channels={shown()}
                  first={categoriesOf(me())}
                  target={search().about}
                  onChange={(categories) => editing.change({ categories })}
                />
                <QuietHoursEditor
                  windows={settings().quiet}
                  timeZone={settings().timeZone}
                  next={saved()?.nextQuiet ?? null}
                  onChange={(quiet) => editing.change({ quiet })}
                />
                <DigestTimes
                  settings={settings()}
                  next={saved()?.nextDigests ?? null}
                  onChange={editing.change}
                />
                <ThisDevice />
                <OwnWebhooks query={webhooks} />
                <Mutes mutes={editing.query.data?.mutes ?? []} />
                <Always />
              </div>
              <div class="min-w-0 xl:sticky xl:top-16">
                <Preview query={preview} channels={shown()} isChanged={isChanged()} />
              </div>
            </div>
            <SaveBar
              editing={editing}
              effect={preview.data && !preview.isPlaceholderData ? mailsSentence(preview.data) : ''}
            />
          </>
        )}
      </Show>
      <Leaving editing={editing} />
    </Page>
  )
}
