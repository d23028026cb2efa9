import { t } from '../words/index.ts'

/** Asks something of the doors that need no session. What is refused comes back as a sentence. */
export async function post<Answer extends object>(
  path: string,
  body: object,
): Promise<Answer | { refusal: string }> {
  const answer = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null)
  const said = (await answer?.json().catch(() => null)) as (Answer & { message?: string }) | null
  if (answer?.ok && said) return said
  return { refusal: said?.message ?? t('ui.unreachable') }
}
