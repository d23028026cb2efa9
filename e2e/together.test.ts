import { describe, expect, test } from 'vitest'
import { flawsOf } from './support/axe.ts'
import { eventually } from './support/eventually.ts'
import { action, row, timeline, toast } from './support/pages.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const twoOfficers = async (path?: string) =>
  Promise.all([
    stage.signIn('officer.north', path ? { path } : {}),
    stage.signIn('officer.north2', path ? { path } : {}),
  ])

describe('who is on a case', () => {
  test('colleagues see each other come and go, on the case and in the queue; whoever filed it does not', async () => {
    const vendor = await stage.signIn('vendor')
    const { id } = await fileShift(vendor, { vehicle: 'Lorry 80' })
    const [nora, niels] = await Promise.all([
      stage.signIn('officer.north', { path: `/cases/${id}` }),
      stage.signIn('officer.north2', { path: '/queues/shift?sort=newest' }),
    ])
    const inRow = row(niels.page, 'Lorry 80').getByText('Also looking at this: Nora North')
    await inRow.waitFor({ state: 'attached' })

    await row(niels.page, 'Lorry 80').getByRole('link').click()
    await niels.page.getByText('Also looking at this: Nora North').waitFor({ state: 'attached' })
    await nora.page.getByText('Also looking at this: Niels Norrby').waitFor({ state: 'attached' })
    await vendor.page.goto(`/cases/${id}`)
    await vendor.page.getByRole('heading', { level: 1, name: 'Lorry 80' }).waitFor()
    await nora.page
      .getByText('Also looking at this: Niels Norrby, Vera Transport')
      .waitFor({ state: 'attached' })
    expect(await vendor.page.getByText('Also looking at this').count()).toBe(0)

    await nora.page.close()
    await niels.page.getByText('Also looking at this: Vera Transport').waitFor({ state: 'attached' })
  })

  test('a colleague who works on it is shown; deciding all the same is asked back', async () => {
    const vendor = await stage.caller('vendor')
    const { id } = await fileShift(vendor, { vehicle: 'Lorry 81' })
    const [nora, niels] = await twoOfficers(`/cases/${id}`)
    await nora.page.getByRole('button', { name: 'Work on this' }).click()
    await nora.page.getByText('You are working on this').waitFor()

    const banner = niels.page.getByRole('status').filter({ hasText: 'Nora North is working on this.' })
    await banner.waitFor()
    expect(await flawsOf(niels.page)).toEqual([])
    await action(niels.page, 'Approve').click()
    const dialog = niels.page.getByRole('dialog')
    await dialog.getByText('Nora North is working on this right now. Decide anyway?').waitFor()
    await dialog.getByRole('button', { name: 'Leave it as it is' }).click()
    expect(await timeline(niels.page, 'approved').count()).toBe(0)

    await banner.getByRole('button', { name: 'Take it over' }).click()
    await niels.page.getByText('You are working on this').waitFor()
    await nora.page.getByText('Niels Norrby is working on this.').waitFor()
    await action(niels.page, 'Approve').click()
    await timeline(nora.page, 'Niels Norrby approved this shift').waitFor()
    await nora.page.getByText('is working on this').waitFor({ state: 'detached' })
  })

  test('two who ask for the next case get two, and what is left undecided is not offered again', async () => {
    const vendor = await stage.caller('vendor')
    const [nora, niels] = await twoOfficers('/queues/shift')
    await Promise.all([row(nora.page).first().waitFor(), row(niels.page).first().waitFor()])
    await fileShift(vendor, { vehicle: 'Lorry 82' })
    await fileShift(vendor, { vehicle: 'Lorry 83' })

    await Promise.all(
      [nora, niels].map(({ page }) => page.getByRole('button', { name: 'Next', exact: true }).click()),
    )
    await Promise.all([nora, niels].map(({ page }) => page.getByText('You are working on this').waitFor()))
    const [first, second] = [nora, niels].map(({ page }) => page.url())
    expect(first).toMatch(/\/cases\//)
    expect(first).not.toBe(second)

    await nora.page.keyboard.press('t')
    await eventually(() => nora.page.url()).not.toBe(first)
    await nora.page.getByText('You are working on this').waitFor()
    expect(nora.page.url()).not.toBe(second)
  })
})

describe('whose case it is', () => {
  test('an officer gives a case to a colleague, who is told at once', async () => {
    const vendor = await stage.caller('vendor')
    const { id } = await fileShift(vendor, { vehicle: 'Lorry 84' })
    const [nora, niels] = await twoOfficers(`/cases/${id}`)
    await timeline(nora.page, 'filed this shift').waitFor()

    await nora.page.keyboard.press('e')
    const picker = nora.page.getByRole('dialog', { name: 'Assign' })
    await picker.getByRole('button', { name: 'Niels Norrby' }).waitFor()
    expect(await flawsOf(nora.page)).toEqual([])
    await picker.getByRole('button', { name: 'Niels Norrby' }).click()

    await timeline(nora.page, 'Nora North gave this to Niels Norrby').waitFor()
    await niels.page.bringToFront()
    await toast(niels.page, 'Given to you: Lorry 84').waitFor()
    await niels.page.getByRole('button', { name: 'Assigned to: Niels Norrby' }).click()
    await niels.page.getByRole('button', { name: 'Back to everybody' }).click()
    await timeline(niels.page, 'Niels Norrby put this back for everybody').waitFor()
  })

  test('a queue gives its cases to whoever has least to do and is there, and says why', async () => {
    const [admin, vendor, niels] = await Promise.all([
      stage.signIn('admin', { path: '/assignment' }),
      stage.caller('vendor'),
      stage.signIn('officer.north2'),
    ])
    await niels.page.getByRole('button', { name: /^Account of/ }).click()
    await niels.page.getByRole('menuitemradio', { name: 'Away for a week' }).click()
    await niels.page.getByRole('menuitemradio', { name: /^Away until/ }).waitFor()
    await niels.page.keyboard.press('Escape')
    await admin.page.getByLabel('Shifts, Station North').waitFor()
    expect(await flawsOf(admin.page)).toEqual([])
    await admin.page.getByLabel('Shifts, Station North').selectOption({ label: 'Whoever has least to do' })
    await toast(admin.page, 'Saved').waitFor()

    const { id } = await fileShift(vendor, { vehicle: 'Lorry 85' })

    await admin.page.goto(`/cases/${id}`)
    await timeline(admin.page, 'Given to Nora North, who has').waitFor()
    await admin.mutate('queues.configure', { workflow: 'shift', scope: 'station:north', assignment: null })
    await niels.mutate('me.update', { awayUntil: null })
  })
})

describe('talking about it', () => {
  test('an @ offers people by keyboard; who is mentioned hears it in words of his own', async () => {
    const vendor = await stage.caller('vendor')
    const { id } = await fileShift(vendor, { vehicle: 'Lorry 86' })
    const [nora, niels] = await Promise.all([
      stage.signIn('officer.north', { path: `/cases/${id}` }),
      stage.signIn('officer.north2'),
    ])
    const text = nora.page.getByLabel('Write a comment')
    await text.pressSequentially('Can you take it, @nie')
    await nora.page.getByRole('option', { name: 'Niels Norrby' }).waitFor()
    expect(await flawsOf(nora.page)).toEqual([])
    await text.press('Enter')
    expect(await text.inputValue()).toBe('Can you take it, @Niels Norrby ')
    await text.pressSequentially('please? And @')
    await nora.page.getByRole('option').nth(1).waitFor()
    await text.press('Escape')
    await nora.page.getByRole('listbox').waitFor({ state: 'detached' })
    await text.press('Backspace')
    await niels.page.bringToFront()
    await nora.page.getByRole('button', { name: 'Comment', exact: true }).click()

    await toast(niels.page, 'Nora North mentioned you in Lorry 86').waitFor()
    const comment = timeline(nora.page, 'Nora North commented')
    expect(await comment.locator('bdi').textContent()).toBe('@Niels Norrby')
    expect(await nora.page.getByLabel('Write a comment').inputValue()).toBe('')
  })

  test('somebody who is let follow a case sees it and hears of its steps', async () => {
    const [vendor, analyst] = await Promise.all([stage.caller('vendor'), stage.signIn('analyst')])
    const { id } = await fileShift(vendor, { vehicle: 'Lorry 87' })
    const nora = await stage.signIn('officer.north', { path: `/cases/${id}` })
    await nora.page.getByRole('button', { name: 'Add somebody …' }).click()
    await nora.page.getByRole('combobox', { name: 'Add somebody …' }).fill('Ana')
    await nora.page.getByRole('option', { name: 'Ana Lyst' }).click()
    await timeline(nora.page, 'Nora North added Ana Lyst, who follows this').waitFor()
    await nora.page.getByRole('button', { name: 'Remove Ana Lyst' }).waitFor()
    await analyst.page.bringToFront()
    await toast(analyst.page, 'Nora North added you to Lorry 87').waitFor()

    await analyst.page.goto(`/cases/${id}`)
    await timeline(analyst.page, 'Nora North added Ana Lyst').waitFor()
    await action(nora.page, 'Approve').click()
    await timeline(analyst.page, 'Nora North approved this shift').waitFor()
    await toast(analyst.page, 'Nora North approved this shift').waitFor()
  })
})
