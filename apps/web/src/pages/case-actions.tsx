import type { Tone } from '@belfry/shared/machine'
import type { ActionView, Case } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { For, Show, createMemo, createSignal } from 'solid-js'
import { isTaken } from '../together/claiming.ts'
import { buttonClass } from '../ui/button-look.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { rememberFocus } from '../ui/focus-near.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { locale, t } from '../words/index.ts'
import { type Acting, askedBy } from './case-acting.ts'
import { ActionDialog } from './case-dialog.tsx'

/** So many buttons stand beside each other; what is beyond, and what does nothing now, moves into a menu. */
const ALL_IN_SIGHT = 4

/** The actions of a case. One that is not possible is there too, grey, and says why. */
export function CaseActions(props: { item: Case; acting: Acting; small?: boolean; class?: string }) {
  const [asking, setAsking] = createSignal<string | null>(null)
  const workflow = () => findWorkflow(props.item.workflow)
  const label = (action: string) => workflow()?.words[locale()].actions[action]?.label ?? action
  const tone = (action: ActionView) => workflow()?.actions[action.name]?.tone ?? 'info'
  const look = (action: ActionView) => {
    const own = workflow()?.actions[action.name]?.tone
    return action.allowed && own ? looks[own] : ({ variant: 'plain' } as const)
  }
  const view = (name: string) => props.item.actions.find((action) => action.name === name)

  const inSight = createMemo(() => {
    const all = props.item.actions
    if (all.length <= ALL_IN_SIGHT) return all
    const own = all.filter(({ allowed, why }) => allowed || (why !== null && nearly.includes(why)))
    // The steps that matter most, in the order of the workflow.
    const first = weightiest
      .flatMap((wanted) => own.filter((action) => tone(action) === wanted))
      .slice(0, ALL_IN_SIGHT)
      .map(({ name }) => name)
    return all.filter(({ name }) => first.includes(name))
  })
  const inMenu = () => props.item.actions.filter((action) => !inSight().includes(action))

  function press(action: string) {
    props.acting.forget()
    const asked = askedBy(workflow()?.actions[action], view(action))
    if (asked !== 'nothing' || isTaken(props.item)) return setAsking(action)
    const giveBack = rememberFocus()
    // The button may be gone with the state in which it could be pressed.
    void props.acting.act(action).then(() => document.activeElement === document.body && giveBack())
  }

  return (
    <fieldset aria-label={t('cases.actions')} class={cx('flex flex-wrap gap-2', props.class)}>
      <For each={inSight().map(({ name }) => name)}>
        {(name) => (
          <Show when={view(name)}>
            {(action) => (
              <Button
                {...look(action())}
                size={props.small ? 'sm' : 'md'}
                disabledReason={action().allowed ? null : action().whyNot}
                busy={props.acting.busy() === name}
                onClick={() => press(name)}
              >
                {label(name)}
              </Button>
            )}
          </Show>
        )}
      </For>
      <Show when={inMenu().length > 0}>
        <Menu
          triggerClass={buttonClass({ variant: 'quiet', square: true, size: props.small ? 'sm' : 'md' })}
          triggerLabel={t('cases.moreActions')}
          trigger={<Ellipsis class="size-4" aria-hidden="true" />}
        >
          <For each={inMenu()}>
            {(action) => (
              <MenuItem disabledReason={action.whyNot} onSelect={() => press(action.name)}>
                {label(action.name)}
              </MenuItem>
            )}
          </For>
        </Menu>
      </Show>
      <Show when={asking()} keyed>
        {(action) => (
          <ActionDialog
            item={props.item}
            action={action}
            acting={props.acting}
            onClose={() => setAsking(null)}
          />
        )}
      </Show>
    </fieldset>
  )
}

const weightiest: readonly Tone[] = ['success', 'warning', 'error', 'info']

/** Why not, where it is this person's turn but for one thing. */
const nearly: readonly ActionView['why'][] = ['not_ready', 'approved_already', 'own_step', 'own_case']

const looks = {
  success: { variant: 'success' },
  error: { variant: 'plain', class: 'text-error!' },
  warning: { variant: 'plain' },
  info: { variant: 'primary' },
} as const satisfies Record<Tone, object>
