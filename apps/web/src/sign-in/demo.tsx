import ChevronRight from 'lucide-solid/icons/chevron-right'
import { For, Show, createResource } from 'solid-js'
import { z } from 'zod'
import { Avatar } from '../ui/avatar.tsx'
import { t } from '../words/index.ts'

const Demo = z.object({
  accounts: z.array(z.object({ email: z.string(), name: z.string(), what: z.string() })),
  password: z.string(),
})
type Account = z.output<typeof Demo>['accounts'][number]

/** The accounts of a demo, where this is one. */
export function DemoAccounts(props: { busy: boolean; onPick: (account: Account, password: string) => void }) {
  const [demo] = createResource(loadDemo)
  return (
    <Show when={demo.latest}>
      {(found) => (
        <section class="mx-auto flex w-full max-w-sm flex-col gap-2 md:mx-0">
          <div class="px-1">
            <h2 class="text-sm font-medium">{t('signIn.demo')}</h2>
            <p class="text-sm text-muted">{t('signIn.demoHint', { password: found().password })}</p>
          </div>
          <ul class="divide-y divide-line md:max-h-[min(32rem,70dvh)] md:overflow-y-auto rounded-lg border border-line bg-surface">
            <For each={found().accounts}>
              {(account) => (
                <li>
                  <button
                    type="button"
                    class="flex w-full items-center gap-3 px-3 py-2 text-start transition-colors hover:bg-hover focus-visible:-outline-offset-2 aria-disabled:opacity-60"
                    aria-disabled={props.busy || undefined}
                    onClick={() => props.busy || props.onPick(account, found().password)}
                  >
                    <Avatar name={account.name} />
                    <span class="min-w-0 grow">
                      <span class="block truncate font-medium">{account.name}</span>
                      <span class="block truncate text-sm text-muted">{account.what}</span>
                    </span>
                    <ChevronRight class="size-4 shrink-0 text-faint rtl:-scale-x-100" aria-hidden="true" />
                  </button>
                </li>
              )}
            </For>
          </ul>
        </section>
      )}
    </Show>
  )
}

async function loadDemo(): Promise<z.output<typeof Demo> | null> {
  const answer = await fetch('/api/demo').catch(() => null)
  if (!answer?.ok) return null
  return Demo.safeParse(await answer.json()).data ?? null
}
