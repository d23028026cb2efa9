import { useRouter } from '@tanstack/solid-router'
import { For } from 'solid-js'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { createKeys } from '../ui/list-keys.ts'
import { type WordKey, t } from '../words/index.ts'
import { type Destinations, firstQueue, kindsOf } from './destinations.ts'
import { setNewOpen } from './new-open.ts'
import { setShortcutsOpen, shortcutsOpen, showShortcuts } from './shortcuts-open.ts'

/** The keys that work on every page, and the dialog that lists all of them. */
export function Shortcuts(props: { destinations: Destinations }) {
  const router = useRouter()
  const go = (path: string | undefined) => {
    if (path) router.history.push(path)
  }
  const goTo = (key: string) => () =>
    go(
      [...props.destinations.own(), ...props.destinations.administration()].find((place) => place.key === key)
        ?.path,
    )
  const create = () => {
    const [first, ...more] = kindsOf(props.destinations)
    if (more.length > 0) setNewOpen(true)
    else go(first?.path)
  }
  createKeys({
    '[Shift]+?': showShortcuts,
    '[Shift]+/': focusSearch,
    n: create,
    'g q': () => go(firstQueue(props.destinations)?.path),
    'g c': goTo('c'),
    'g n': goTo('n'),
    'g a': goTo('a'),
    'g m': goTo('m'),
    'g s': goTo('s'),
    'g u': goTo('u'),
  })
  return (
    <Dialog
      open={shortcutsOpen()}
      onOpenChange={setShortcutsOpen}
      title={t('keys.title')}
      description={t('keys.hint')}
      wide
    >
      <div class="gap-x-10 sm:columns-2">
        <For each={groups}>
          {(group) => (
            <section class="mb-5 break-inside-avoid">
              <h3 class="pb-1 text-sm font-medium text-muted">{t(group.title)}</h3>
              <dl>
                <For each={group.keys}>
                  {([keys, word]) => (
                    <div class="flex items-center justify-between gap-4 py-1">
                      <dt>{t(word)}</dt>
                      <dd dir="ltr" class="flex items-center gap-1">
                        <For each={keys.split(' ')}>{(key) => <Kbd>{key}</Kbd>}</For>
                      </dd>
                    </div>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
      </div>
    </Dialog>
  )
}

function focusSearch() {
  document.querySelector<HTMLInputElement>('main input[type="search"]')?.focus()
}

const groups: { title: WordKey; keys: [string, WordKey][] }[] = [
  {
    title: 'keys.everywhere',
    keys: [
      ['?', 'keys.help'],
      ['/', 'keys.search'],
      ['b', 'keys.bell'],
      ['n', 'keys.create'],
    ],
  },
  {
    title: 'keys.goTo',
    keys: [
      ['g q', 'keys.queue'],
      ['g c', 'keys.cases'],
      ['g n', 'keys.notifications'],
      ['g a', 'keys.audit'],
      ['g m', 'keys.mailbox'],
      ['g s', 'keys.system'],
      ['g u', 'access.title'],
    ],
  },
  {
    title: 'keys.inLists',
    keys: [
      ['j', 'keys.next'],
      ['k', 'keys.previous'],
      ['Enter', 'keys.open'],
    ],
  },
  {
    title: 'keys.inInbox',
    keys: [
      ['m', 'keys.mark'],
      ['Shift u', 'keys.unread'],
      ['e', 'keys.archive'],
      ['s', 'keys.snooze'],
      ['p', 'keys.pin'],
      ['Shift m', 'keys.muteCase'],
      ['Del', 'keys.remove'],
      ['u', 'keys.undo'],
      ['x', 'keys.select'],
      ['Shift x', 'keys.selectTo'],
      ['o', 'keys.unfold'],
      ['w', 'inbox.why'],
    ],
  },
  {
    title: 'keys.inQueues',
    keys: [
      ['x', 'keys.select'],
      ['a', 'keys.approve'],
      ['r', 'keys.reject'],
      ['c', 'keys.claim'],
      ['e', 'keys.assign'],
      ['t', 'keys.takeNext'],
    ],
  },
  {
    title: 'keys.inCalendars',
    keys: [
      ['t', 'keys.thisWeek'],
      ['←', 'keys.arrowLeft'],
      ['→', 'keys.arrowRight'],
    ],
  },
]
