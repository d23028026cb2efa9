import { type Locale } from '@belfry/shared'
import { QueryClientProvider, useQuery } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { render } from 'solid-js/web'
import { FileInput } from '../../src/files/file-input.tsx'
import { FileList } from '../../src/files/file-list.tsx'
import { queryClient } from '../../src/query.ts'
import '../../src/styles/index.css'
import { trpc } from '../../src/trpc.ts'
import { Panel } from '../../src/ui/panel.tsx'
import { Toaster } from '../../src/ui/toaster.tsx'
import { speak } from '../../src/words/index.ts'

/** The controls of files on a page of their own, for browser tests: `?locale=ar&theme=dark&case=<id>`. */
const asked = new URLSearchParams(location.search)
await speak((asked.get('locale') ?? 'en') as Locale)
document.documentElement.dataset.theme = asked.get('theme') ?? 'light'
const caseId = asked.get('case')

function Page() {
  const [value, setValue] = createSignal('')
  return (
    <main class="mx-auto flex max-w-xl flex-col gap-6 p-4">
      <h1 class="text-xl font-semibold">Files</h1>
      <FileInput
        label="Contract"
        hint="As it was signed."
        required={true}
        value={value()}
        accept={['pdf', 'image']}
        onChange={setValue}
      />
      <output>{value()}</output>
      {caseId && <Versions caseId={caseId} />}
    </main>
  )
}

function Versions(props: { caseId: string }) {
  const query = useQuery(() => ({
    queryKey: ['documents', props.caseId],
    queryFn: () => trpc.documents.list.query({ caseId: props.caseId }),
  }))
  return (
    <Panel title="Versions">
      <FileList files={query.data ?? []} />
    </Panel>
  )
}

render(
  () => (
    <QueryClientProvider client={queryClient}>
      <Page />
      <Toaster />
    </QueryClientProvider>
  ),
  document.getElementById('root')!,
)
