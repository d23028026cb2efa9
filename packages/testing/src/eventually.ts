import { setTimeout as pause } from 'node:timers/promises'

/** Asks again and again until the answer is there; fails with the question when it is too late. */
export async function eventually<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined | false | null>,
  withinMs = 30_000,
): Promise<Answer> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}.`)
    await pause(50)
  }
}
