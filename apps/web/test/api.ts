import superjson from 'superjson'
import { vi } from 'vitest'

/** An API that is this test: what a procedure answers, or throws. Returns the calls it got. */
export function answerWith(procedures: Record<string, (input: never) => unknown>) {
  const calls: { path: string; input: unknown }[] = []
  const answer = (path: string, raw: unknown) => {
    const input = raw === undefined ? undefined : superjson.deserialize(raw as never)
    calls.push({ path, input })
    const procedure = procedures[path]
    try {
      if (!procedure) throw new Error(`Nobody answers ${path} here.`)
      return { result: { data: superjson.serialize(procedure(input as never)) } }
    } catch (error) {
      const data = { code: 'BAD_REQUEST', httpStatus: 400, path, ...(error as object) }
      return { error: superjson.serialize({ message: (error as Error).message, code: -32_600, data }) }
    }
  }
  vi.stubGlobal('fetch', async (url: string, options: RequestInit) => {
    const address = new URL(url, 'http://belfry.test')
    const inputs = JSON.parse(
      (options.body as string | undefined) ?? address.searchParams.get('input') ?? '{}',
    ) as Record<string, unknown>
    const paths = address.pathname.replace('/trpc/', '').split(',')
    return Response.json(paths.map((path, place) => answer(path, inputs[place])))
  })
  return { calls, of: (path: string) => calls.filter((call) => call.path === path).map(({ input }) => input) }
}
