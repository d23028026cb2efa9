import CircleCheck from 'lucide-solid/icons/circle-check'
import { For } from 'solid-js'
import { Panel } from '../ui/panel.tsx'
import { t } from '../words/index.ts'

/** What nobody can switch off, and why. */
export const Always = () => (
  <Panel title={t('preferences.always')} flush>
    <ul class="divide-y divide-line">
      <For
        each={[
          () => [t('preferences.alwaysCritical'), t('preferences.alwaysCriticalWhy')],
          () => [t('preferences.alwaysOwn'), t('preferences.alwaysOwnWhy')],
        ]}
      >
        {(words) => (
          <li class="flex gap-3 px-4 py-3">
            <CircleCheck class="mt-0.5 size-4 shrink-0 text-success" aria-hidden="true" />
            <div>
              <h3 class="font-medium">{words()[0]}</h3>
              <p class="text-sm text-muted">{words()[1]}</p>
            </div>
          </li>
        )}
      </For>
    </ul>
  </Panel>
)
