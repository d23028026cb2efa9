import type { Case, Choice } from '@belfry/shared/wire'
import { expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { follow, heard } from './support/news.ts'
import { isStillTheSame, leaveMark, timeline, toast } from './support/pages.ts'
import type { Person } from './support/person.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

/** Another program, which has a key of the analyst's. */
async function program(analyst: Person) {
  const { secret } = await analyst.mutate<{ secret: string }>('access.createApiKey', {
    name: 'Night reports',
  })
  const call = async <T>(procedure: string, json: object): Promise<T> => {
    const answer = await fetch(`${stage.url}/trpc/${procedure}`, {
      method: 'POST',
      headers: { 'x-api-key': secret, 'content-type': 'application/json' },
      body: JSON.stringify({ json }),
    })
    const { result, error } = (await answer.json()) as {
      result?: { data: { json: T } }
      error?: { json: { message: string } }
    }
    if (!result) throw new Error(error?.json.message)
    return result.data.json
  }
  const [requester] = await analyst.query<Choice[]>('workflows.choices', {
    workflow: 'report',
    field: 'requester',
    search: 'Rita Review',
  })
  const item = await call<Case>('cases.submit', {
    workflow: 'report',
    data: { agent: 'Figures Agent', type: 'Shifts of May', requester: requester!.value },
  })
  const act = (action: string, more: object) => call<Case>('cases.act', { caseId: item.id, action, ...more })
  return { item, act }
}

test('a report of another program moves under the eyes of whoever asked for it, and is handed over', async () => {
  const [analyst, requester] = await Promise.all([stage.signIn('analyst'), stage.signIn('reviewer')])
  const { act } = await program(analyst)
  const { page } = requester
  await follow(page, 'Figures Agent works on your report')
  await page.getByRole('heading', { level: 1, name: 'Shifts of May' }).waitFor()
  await leaveMark(page)

  for (const percent of [25, 50, 75]) {
    await act('progress', { data: { percent, step: `Week ${percent / 25}` } })
    await page.locator('dl').getByText(`${percent}%`).first().waitFor()
    await page
      .locator('dl')
      .getByText(`Week ${percent / 25}`)
      .first()
      .waitFor()
  }
  expect(await toast(page, 'Shifts of May').count()).toBeLessThanOrEqual(1) // that it was begun
  await act('finish', { data: { summary: '312 shifts.', link: 'https://reports.belfry.test/may' } })

  await heard(page, 'Figures Agent: your report “Shifts of May” is ready')
  const link = page.locator('dl').getByRole('link', { name: /reports\.belfry\.test/ })
  expect(await link.first().getAttribute('href')).toBe('https://reports.belfry.test/may')
  await timeline(page, 'Night reports finished this report').waitFor()
  expect(await isStillTheSame(page)).toBe(true)
})

test('of one that failed the reason is read, and it can be tried again', async () => {
  const [analyst, requester] = await Promise.all([stage.signIn('analyst'), stage.signIn('reviewer')])
  const { item, act } = await program(analyst)
  await act('fail', { note: 'The figures of May are missing.' })
  await heard(requester.page, 'Figures Agent: your report “Shifts of May” failed')

  await requester.page.goto(`/cases/${item.id}`)
  await timeline(requester.page, 'The figures of May are missing.').waitFor()
  await requester.page.locator('main').getByRole('button', { name: 'Try again' }).click()

  await heard(analyst.page, 'Try again: Shifts of May')
  await eventually(async () => (await analyst.query<Case>('cases.get', { caseId: item.id })).state).toBe(
    'running',
  )
})
