import { queryClient } from '../query.ts'
import { trpc } from '../trpc.ts'

const KNOWN_MS = 5 * 60_000

/** Whether it is one of the person's quiet hours; where the server does not say, it is none. */
export async function isQuiet(): Promise<boolean> {
  const span = await queryClient
    .fetchQuery({
      queryKey: ['preferences', 'quiet'],
      queryFn: () => trpc.preferences.get.query().then(({ nextQuiet }) => nextQuiet),
      // A span that is over is followed by another.
      staleTime: ({ state }) => (state.data && Date.parse(state.data.to) < Date.now() ? 0 : KNOWN_MS),
    })
    .catch(() => null)
  return span !== null && Date.parse(span.from) <= Date.now() && Date.now() < Date.parse(span.to)
}
