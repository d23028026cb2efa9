import Inbox from 'lucide-solid/icons/inbox'
import SearchX from 'lucide-solid/icons/search-x'
import { Match, Switch } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { t } from '../words/index.ts'
import { stateWord } from './case-words.ts'

/** Why there is no case, and what would appear here. */
export const QueueEmpty = (props: {
  workflow: string
  state: string | undefined
  text: string | undefined
  onClear: () => void
}) => (
  <Switch>
    <Match when={props.text}>
      {(text) => (
        <EmptyState
          title={t('queue.emptySearch', { search: text() })}
          icon={<SearchX class="size-6" />}
          actions={<Button onClick={() => props.onClear()}>{t('queue.clearSearch')}</Button>}
        />
      )}
    </Match>
    <Match when={props.state}>
      {(state) => (
        <EmptyState title={t('queue.emptyState')} icon={<Inbox class="size-6" />}>
          {t('queue.emptyStateWhy', { state: stateWord(props.workflow, state()) })}
        </EmptyState>
      )}
    </Match>
    <Match when={true}>
      <EmptyState title={t('queue.emptyOpen')} icon={<Inbox class="size-6" />}>
        {t('queue.emptyOpenWhy')}
      </EmptyState>
    </Match>
  </Switch>
)
