import { queryClient } from '../query.ts'
import { type WordKey } from '../words/index.ts'

/** Signs in; says why not, or null when it worked. */
export async function signInWith(email: string, password: string): Promise<WordKey | null> {
  const answer = await fetch('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  }).catch(() => null)
  if (!answer || answer.status >= 500) return 'signIn.unreachable'
  if (answer.status === 429) return 'signIn.tooMany'
  if (answer.status === 403) return 'signIn.blocked'
  if (!answer.ok) return 'signIn.wrong'
  queryClient.clear()
  return null
}
