/** A call as tRPC sends it over a WebSocket. */
export interface Call {
  id: number | string
  method: string
  params?: { path?: string; input?: unknown; lastEventId?: string }
}

/** What comes back for one of them. */
export interface Frame {
  id?: number | string | null
  result?: { type?: string; id?: string }
  error?: unknown
}

/**
 * The subscriptions that run, each with the id of the last event it got, so that any request can carry all of them and
 * nothing is told twice.
 */
export class Calls {
  readonly #running = new Map<number | string, Call>()

  get isEmpty(): boolean {
    return this.#running.size === 0
  }

  /** Takes in what the client sends. Returns the ids of those that stop, which nobody else will confirm. */
  take(text: string): (number | string)[] {
    const stopped: (number | string)[] = []
    for (const call of [JSON.parse(text) as Call | Call[]].flat()) {
      if (call.method === 'subscription') this.#running.set(call.id, call)
      else if (call.method === 'subscription.stop' && this.#running.delete(call.id)) stopped.push(call.id)
    }
    return stopped
  }

  /** Whether somebody here still waits for this frame. */
  heard({ id, result, error }: Frame): boolean {
    const call = id == null ? undefined : this.#running.get(id)
    if (!call) return id == null
    if (error !== undefined || result?.type === 'stopped') this.#running.delete(call.id)
    else if (result?.id !== undefined) call.params = { ...call.params, lastEventId: result.id }
    return true
  }

  toJSON(): Call[] {
    return [...this.#running.values()]
  }
}
