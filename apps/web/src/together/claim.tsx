import type { Case } from '@belfry/shared/wire'
import Hand from 'lucide-solid/icons/hand'
import { Match, Show, Switch } from 'solid-js'
import { useMe } from '../session.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { createKeys } from '../ui/list-keys.ts'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'
import { createClaiming, isTaken } from './claiming.ts'

interface ClaimProps {
  item: Case
  onDone: (item: Case) => void
}

/** Takes the case, or lets go of it; the key c does either. */
export function ClaimButton(props: ClaimProps) {
  const me = useMe()
  const claiming = createClaiming((item) => props.onDone(item))
  const isMine = () => props.item.claimedBy?.id === me().id
  const mayTake = () => props.item.mayClaim && props.item.claimedBy === null
  const press = () => {
    if (isMine()) void claiming.letGo(props.item.id)
    else if (mayTake()) void claiming.take(props.item.id)
  }
  createKeys({ c: press })
  return (
    <Show when={mayTake() || isMine()}>
      <Button
        variant="quiet"
        busy={claiming.busy()}
        hint={isMine() ? t('together.letGoHint') : t('together.takeHint')}
        aria-keyshortcuts="c"
        onClick={press}
      >
        <Hand class="size-4" aria-hidden="true" />
        {isMine() ? t('together.letGo') : t('together.take')}
      </Button>
    </Show>
  )
}

/** Says who works on the case: oneself, or somebody else whose work one might undo. */
export function ClaimBanner(props: ClaimProps) {
  const claiming = createClaiming((item) => props.onDone(item))
  const name = () => props.item.claimedBy?.name ?? ''
  return (
    <Switch>
      <Match when={isTaken(props.item)}>
        <Banner
          tone="warning"
          icon={<Hand class="size-4 shrink-0" aria-hidden="true" />}
          actions={
            <Show when={props.item.mayClaim}>
              <Button
                size="sm"
                busy={claiming.busy()}
                onClick={() => void claiming.take(props.item.id, true)}
              >
                {t('together.takeOver')}
              </Button>
            </Show>
          }
        >
          <span class="font-medium">{t('together.worksOn', { name: name() })}.</span>{' '}
          <Show when={props.item.claimedAt}>
            {(at) => t('together.worksSince', { time: formatTime(at(), 'time'), name: name() })}
          </Show>
        </Banner>
      </Match>
      <Match when={props.item.claimedBy}>
        <Banner icon={<Hand class="size-4 shrink-0" aria-hidden="true" />}>{t('together.mine')}</Banner>
      </Match>
    </Switch>
  )
}
