import { words } from '@belfry/shared/words'
import { useNavigate } from '@tanstack/solid-router'
import BellOff from 'lucide-solid/icons/bell-off'
import BellRing from 'lucide-solid/icons/bell-ring'
import CircleQuestionMark from 'lucide-solid/icons/circle-question-mark'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Folder from 'lucide-solid/icons/folder'
import Pin from 'lucide-solid/icons/pin'
import PinOff from 'lucide-solid/icons/pin-off'
import Settings from 'lucide-solid/icons/settings'
import User from 'lucide-solid/icons/user'
import Zap from 'lucide-solid/icons/zap'
import { For, Show, createSignal, onMount } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { queryClient } from '../query.ts'
import { trpc } from '../trpc.ts'
import { buttonClass } from '../ui/button-look.ts'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { locale, t } from '../words/index.ts'
import type { Line } from './actions.ts'
import type { AtOnce } from './at-once.ts'
import type { Deeds } from './deeds.tsx'
import { type Deed, deedsFor, remove } from './row-deeds.ts'

export interface RowMenuProps {
  line: Line
  /** There is something unread in it. */
  unread: boolean
  deeds: Deeds
  atOnce: AtOnce
}

/** Everything that can be done with a row, which is all there is where no mouse comes by. */
export const RowMenu = (props: RowMenuProps) => (
  <Menu
    triggerLabel={t('inbox.more')}
    triggerClass={buttonClass({ variant: 'quiet', square: true, size: 'sm' })}
    trigger={<Ellipsis class="size-4" aria-hidden="true" />}
  >
    <Items {...props} />
  </Menu>
)

function Items(props: RowMenuProps) {
  onMount(() => void props.atOnce.look())
  const navigate = useNavigate()
  const item = () => props.line.item
  const deeds = (): Deed[] => [...deedsFor[props.unread ? 'unread' : item().state], remove]
  return (
    <>
      <For each={props.atOnce.offers()}>
        {(offer) => (
          <MenuItem icon={<Icon as={Zap} />} onSelect={() => void props.atOnce.act(offer.name)}>
            {offer.label}
          </MenuItem>
        )}
      </For>
      <Show when={props.atOnce.offers().length > 0}>
        <MenuLine />
      </Show>
      <For each={deeds()}>
        {(deed) => (
          <MenuItem icon={<Icon as={deed.icon} />} onSelect={() => deed.run(props.deeds, [props.line])}>
            {t(deed.word)}
          </MenuItem>
        )}
      </For>
      <MenuItem
        icon={<Icon as={item().pinned ? PinOff : Pin} />}
        onSelect={() => void props.deeds.pin([item()], !item().pinned)}
      >
        {t(item().pinned ? 'inbox.unpin' : 'inbox.pin')}
      </MenuItem>
      <MenuLine />
      <Show when={item().caseId}>
        {(caseId) => (
          <MuteItem caseId={caseId()} onMute={(muted) => void props.deeds.mute(caseId(), muted)} />
        )}
      </Show>
      <Show when={props.deeds.only}>
        {(only) => (
          <>
            <Show when={item().caseId}>
              {(caseId) => (
                <MenuItem icon={<Icon as={Folder} />} onSelect={() => only()({ case: caseId() })}>
                  {t('inbox.onlyCase')}
                </MenuItem>
              )}
            </Show>
            <Show when={item().actor}>
              {(actor) => (
                <MenuItem icon={<Icon as={User} />} onSelect={() => only()({ sender: actor().id })}>
                  {t('inbox.onlySender', { name: actor().name })}
                </MenuItem>
              )}
            </Show>
          </>
        )}
      </Show>
      <MenuItem icon={<Icon as={CircleQuestionMark} />} onSelect={() => props.deeds.why(item())}>
        {t('inbox.why')}
      </MenuItem>
      <MenuItem
        icon={<Icon as={Settings} />}
        onSelect={() => void navigate({ to: '/account/notifications', search: { about: item().category } })}
      >
        {t('preferences.openFor', { category: words[locale()].categories[item().category] })}
      </MenuItem>
    </>
  )
}

function MuteItem(props: { caseId: string; onMute: (muted: boolean) => void }) {
  const [muted, setMuted] = createSignal<string[]>([])
  onMount(() => void queryClient.fetchQuery(mutesQuery).then(setMuted, () => undefined))
  const isMuted = () => muted().includes(props.caseId)
  return (
    <MenuItem icon={<Icon as={isMuted() ? BellRing : BellOff} />} onSelect={() => props.onMute(!isMuted())}>
      {t(isMuted() ? 'inbox.unmute' : 'inbox.mute')}
    </MenuItem>
  )
}

const mutesQuery = {
  queryKey: ['preferences', 'mutes'],
  queryFn: () => trpc.preferences.get.query().then(({ mutes }) => mutes.map(({ caseId }) => caseId)),
}

const Icon = (props: { as: typeof Pin }) => (
  <Dynamic component={props.as} class="size-4 shrink-0 text-muted" aria-hidden="true" />
)
