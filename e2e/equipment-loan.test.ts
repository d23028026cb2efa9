import { expect, test } from 'vitest'
import { decide, fill } from './support/cases.ts'
import { follow, heard } from './support/news.ts'
import { field, row, timeline } from './support/pages.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const DAY_MS = 86_400_000
const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

test('a thing is asked for, agreed to, handed out, recalled when it is overdue, and taken back', async () => {
  const [employee, supervisor, hr] = await Promise.all([
    stage.signIn('employee', { path: '/new/equipment_loan' }),
    stage.signIn('supervisor'),
    stage.signIn('hr', { path: '/queues/equipment_loan' }),
  ])
  const form = employee.page.locator('main form')
  await field(employee.page, 'thing').waitFor()
  await fill(form, 'thing', 'Projector 3')
  await fill(form, 'from', dayIn(2))
  await fill(form, 'dueOn', dayIn(1))
  await employee.page.getByRole('button', { name: 'Submit' }).click()
  await field(employee.page, 'dueOn').getByText('It cannot come back before it is lent.').waitFor()
  await fill(form, 'dueOn', dayIn(9))
  await employee.page.getByRole('button', { name: 'Submit' }).click()
  await employee.page.getByRole('heading', { level: 1, name: 'Projector 3' }).waitFor()

  await follow(supervisor.page, 'Emil Example would like to borrow: Projector 3')
  await supervisor.page.getByRole('heading', { level: 1, name: 'Projector 3' }).waitFor()
  await decide(supervisor.page, null, 'Approve')
  await row(hr.page, 'Projector 3').getByRole('link').first().click()
  await hr.page.getByRole('heading', { level: 1, name: 'Projector 3' }).waitFor()
  await decide(hr.page, null, 'Hand out')
  await heard(employee.page, 'You have: Projector 3')

  // Thirteen days pass.
  const id = new URL(hr.page.url()).pathname.split('/').at(-1)!
  const was = JSON.stringify(dayIn(-4))
  await stage.database.pool.query(
    `update cases set data = jsonb_set(data, '{dueOn}', $2::jsonb), timed_at = now() - interval '8 days', due_at = now() where id = $1`,
    [id, was],
  )
  await stage.database.pool.query(`select graphile_worker.add_job('run_due', payload => '{}')`)
  await heard(employee.page, 'Overdue: Projector 3')
  await heard(supervisor.page, 'Emil Example still has: Projector 3')
  await timeline(hr.page, 'Overdue for days').waitFor()

  await decide(hr.page, null, 'Take back')
  await heard(employee.page, 'Returned: Projector 3')
  await timeline(employee.page, 'Hanna Haupt took it back').waitFor()
})

test('what was lost is reported with a word of how', async () => {
  const [employee, supervisor, hr] = await Promise.all([
    stage.signIn('employee'),
    stage.signIn('supervisor'),
    stage.signIn('hr'),
  ])
  const { id } = await employee.mutate<{ id: string }>('cases.submit', {
    workflow: 'equipment_loan',
    data: { thing: 'Camera 2', from: dayIn(0), dueOn: dayIn(5) },
  })
  await supervisor.mutate('cases.act', { caseId: id, action: 'approve' })
  await hr.mutate('cases.act', { caseId: id, action: 'handOut' })

  await employee.page.goto(`/cases/${id}`)
  await decide(employee.page, null, 'Report lost', { note: 'Left on the ferry.' })

  await heard(hr.page, 'Lost: Camera 2')
  await heard(supervisor.page, 'Lost: Camera 2')
  await timeline(employee.page, 'Left on the ferry.').waitFor()
  expect(await employee.page.getByText('Lost', { exact: true }).count()).toBeGreaterThan(0)
})
