import type { DraftContent } from '@belfry/shared/wire'
import CloudCheck from 'lucide-solid/icons/cloud-check'
import CloudOff from 'lucide-solid/icons/cloud-off'
import { Match, Show, Switch } from 'solid-js'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { now } from '../ui/clock.ts'
import { t } from '../words/index.ts'
import { formatDistance } from '../words/time.ts'
import type { DraftKeeper } from './draft.ts'

/** What was filled in at an earlier sitting is there again; or there are two versions of it. */
export function DraftBanner(props: {
  keeper: DraftKeeper
  begun: boolean
  onStartOver: () => void
  onTake: (content: DraftContent | null) => void
  onInsist: () => void
}) {
  return (
    <Switch>
      <Match when={props.keeper.status() === 'elsewhere'}>
        <Banner
          tone="warning"
          actions={
            <>
              <Button size="sm" onClick={() => props.onTake(props.keeper.takeOther())}>
                {t(props.keeper.other() ? 'forms.takeOther' : 'forms.startOver')}
              </Button>
              <Button size="sm" onClick={() => props.onInsist()}>
                {t('forms.insist')}
              </Button>
            </>
          }
        >
          {t(props.keeper.other() ? 'forms.changedElsewhere' : 'forms.goneElsewhere')}
        </Banner>
      </Match>
      <Match when={props.begun}>
        <Banner
          actions={
            <Button size="sm" variant="quiet" onClick={() => props.onStartOver()}>
              {t('forms.startOver')}
            </Button>
          }
        >
          {t('forms.begun')}
        </Banner>
      </Match>
    </Switch>
  )
}

/** Where the form is kept, in a few words beside the button. */
export const DraftLine = (props: { keeper: DraftKeeper }) => (
  <p role="status" class="flex min-h-5 items-center gap-1.5 text-sm text-muted">
    <Switch>
      <Match when={props.keeper.status() === 'local'}>
        <CloudOff class="size-4 shrink-0 text-warning" aria-hidden="true" />
        {t('forms.keptHere')}
      </Match>
      <Match when={props.keeper.status() === 'refused'}>
        <CloudOff class="size-4 shrink-0 text-warning" aria-hidden="true" />
        {t('forms.notKept')}
      </Match>
      <Match when={props.keeper.status() === 'elsewhere'}>
        <CloudOff class="size-4 shrink-0 text-warning" aria-hidden="true" />
        {t('forms.twoVersions')}
      </Match>
      <Match when={props.keeper.status() === 'changing'}>{t('forms.saving')}</Match>
      <Match when={props.keeper.status() === 'saved'}>
        <CloudCheck class="size-4 shrink-0" aria-hidden="true" />
        <span>
          {t('forms.saved')}
          <Show when={props.keeper.savedAt()}>
            {/* Not announced each time that the minutes move on. */}
            {(at) => <span aria-hidden="true"> · {formatDistance(at(), now())}</span>}
          </Show>
        </span>
      </Match>
    </Switch>
  </p>
)
