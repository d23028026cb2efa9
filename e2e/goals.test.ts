import type { Case } from '@belfry/shared/wire'
import { describe, expect, test } from 'vitest'
import { decide, fill } from './support/cases.ts'
import { eventually } from './support/eventually.ts'
import { follow, heard } from './support/news.ts'
import { action, field, timeline } from './support/pages.ts'
import type { Person } from './support/person.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const inSummer = `${new Date().getUTCFullYear() + 1}-07-01`
const kindsIn = ({ page }: Person) =>
  field(page, 'kind')
    .locator('input[type="radio"]')
    .evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value))
const pick = ({ page }: Person, kind: string) => field(page, 'kind').locator(`input[value="${kind}"]`).check()

async function fillInGoal(person: Person, goal: string, kind = 'individual') {
  const form = person.page.locator('main form')
  await pick(person, kind)
  await fill(form, 'goal', goal)
  await fill(form, 'dueOn', inSummer)
}

describe('an individual goal', () => {
  test('is proposed, rejected with a reason, corrected and approved', async () => {
    const [employee, supervisor] = await Promise.all([
      stage.signIn('employee', { path: '/new/goal' }),
      stage.signIn('supervisor'),
    ])
    await field(employee.page, 'goal').waitFor()
    expect(await kindsIn(employee)).toEqual(['individual'])
    expect(await field(employee.page, 'employee').count()).toBe(0)
    await fillInGoal(employee, 'Learn Arabic')
    await employee.page.getByRole('button', { name: 'Submit' }).click()
    await employee.page.getByRole('heading', { level: 1, name: 'Learn Arabic' }).waitFor()

    await follow(supervisor.page, 'Learn Arabic')
    await supervisor.page.getByRole('heading', { level: 1, name: 'Learn Arabic' }).waitFor()
    await decide(supervisor.page, null, 'Reject', { reason: 'vague', note: 'Which level?' })
    await heard(employee.page, 'Goal rejected: Learn Arabic')
    await timeline(employee.page, 'Which level?').waitFor()
    await decide(employee.page, null, 'Correct and propose again', {
      fields: { goal: 'Learn Arabic, B1' },
    })
    await timeline(employee.page, 'Learn Arabic, B1').waitFor()
    await decide(supervisor.page, null, 'Approve')

    await heard(employee.page, 'Goal approved: Learn Arabic, B1')
    await decide(employee.page, null, 'Note progress', { fields: { percent: '40' } })
    await timeline(supervisor.page, 'noted progress').getByText('40%').waitFor()
  })

  test('is assigned to a supervised employee, who declines it with a reason', async () => {
    const [supervisor, employee] = await Promise.all([
      stage.signIn('supervisor', { path: '/new/goal' }),
      stage.signIn('employee2'),
    ])
    await field(supervisor.page, 'goal').waitFor()
    expect(await kindsIn(supervisor)).toEqual(['individual', 'quarterly'])
    await fillInGoal(supervisor, 'Train a colleague')
    await fill(supervisor.page.locator('main form'), 'employee', 'Élodie Exemple')
    await supervisor.page.getByRole('button', { name: 'Submit' }).click()

    await follow(employee.page, 'Un objectif pour vous : Train a colleague')
    await employee.page.getByRole('heading', { level: 1, name: 'Train a colleague' }).waitFor()
    await employee.page.locator('main').getByRole('button', { name: 'Décliner' }).click()
    const dialog = employee.page.getByRole('dialog')
    await dialog.locator('select[name="reason"]').selectOption('workload')
    await dialog.getByRole('button', { name: 'Décliner' }).click()

    await heard(supervisor.page, 'Élodie Exemple declined: Train a colleague')
    await timeline(supervisor.page, 'Too much work already').waitFor()
  })
})

describe('a goal of the organisation', () => {
  test('takes two of management, neither of them who proposed it; then an employee reads it', async () => {
    const [hr, hr2, admin, employee] = await Promise.all([
      stage.signIn('hr', { path: '/new/goal' }),
      stage.caller('hr2'),
      stage.signIn('admin'),
      stage.signIn('employee'),
    ])
    await field(hr.page, 'goal').waitFor()
    expect(await kindsIn(hr)).toEqual(['individual', 'quarterly', 'yearly'])
    await fillInGoal(hr, 'Every bus on time', 'yearly')
    await hr.page.getByRole('button', { name: 'Submit' }).click()
    await hr.page.getByRole('heading', { level: 1, name: 'Every bus on time' }).waitFor()
    const adopt = action(hr.page, 'Adopt')
    expect(await adopt.getAttribute('aria-disabled')).toBe('true')
    expect(await adopt.textContent()).toContain('Whoever filed this cannot do it; somebody else has to.')

    const path = new URL(hr.page.url()).pathname
    const id = path.split('/').at(-1)!
    await hr2.mutate<Case>('cases.act', { caseId: id, action: 'adopt' })
    await timeline(hr.page, 'Hugo Humain agreed to “Adopt” (1 of 2)').waitFor()
    await admin.page.goto(path)
    await decide(admin.page, null, 'Adopt')
    const dialog = admin.page.getByRole('dialog')
    if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Adopt' }).click()

    await follow(employee.page, 'We have a new goal: Every bus on time')
    await employee.page.getByRole('heading', { level: 1, name: 'Every bus on time' }).waitFor()
    await eventually(() => employee.page.getByText('Adopted').count()).toBeGreaterThan(0)
  })
})
