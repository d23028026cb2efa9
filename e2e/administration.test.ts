import { describe, expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { allJobsDone } from './support/jobs.ts'
import { action, isStillTheSame, leaveMark, row, timeline, toast } from './support/pages.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

test('all that the demo left to the worker is done: each event has its entry, and each entry its seal', async () => {
  await eventually(async () => {
    const { rows } = await stage.database.pool.query(
      `select (select count(*) from events)::int as events, (select count(*) from audit_entries)::int as entries,
        (select count(*) from audit_entries where seq is not null)::int as sealed`,
    )
    const [{ events, entries, sealed }] = rows
    return events > 1_000 && entries === events && sealed === events
  }).toBe(true)
})

describe('the administrator', () => {
  test('reads in the audit trail who did what, sign-ins too, and each entry gets its seal', async () => {
    const stranger = await stage.visitor({ path: '/sign-in' })
    stranger.forgive(/status of 401/)
    await stranger.page.getByLabel('E-mail address').fill('vendor@belfry.test')
    await stranger.page.getByLabel('Password', { exact: true }).fill('guessed')
    await stranger.page.keyboard.press('Enter')
    await stranger.page.getByText('The e-mail address or the password is wrong.').waitFor()
    const vendor = await stage.caller('vendor')
    const { id } = await fileShift(vendor, { vehicle: 'Coach 81' })
    const officer = await stage.signIn('officer.north', { path: `/cases/${id}` })
    await action(officer.page, 'Approve').click()
    await timeline(officer.page, 'Nora North approved this shift').waitFor()
    await allJobsDone(stage.database)

    const { page } = await stage.signIn('admin', { path: '/audit' })
    const entry = (what: string, ...more: string[]) =>
      more.reduce((rows, text) => rows.filter({ hasText: text }), row(page, what)).first()
    await entry('Shift: Approve', 'Coach 81', 'Nora North').waitFor()
    await entry('Shift: filed', 'Coach 81', 'Vera Transport').waitFor()
    await entry('Signed in', 'Nora North').waitFor()
    await entry('Sign-in refused', 'Nobody signed in').waitFor()

    await entry('Shift: Approve', 'Coach 81').getByRole('button').click()
    const details = page.getByRole('row').filter({ hasText: 'IP address' })
    await details.getByText('127.0.0.1').waitFor()
    await details.getByText(/^Sealed as number [\d,]+$/).waitFor({ timeout: 40_000 })
    const state = details.getByRole('row').filter({ hasText: 'state' })
    expect(await state.getByRole('cell').allTextContents()).toEqual(['pending', 'approved'])

    await details.getByRole('button', { name: 'Only this case' }).click()
    await eventually(() => row(page).count()).toBe(2)
    await page.reload() // the filter is part of the address
    await row(page, 'Shift: filed').waitFor()
    expect(await row(page).count()).toBe(2)
  })

  test('reads the mails in the development mailbox', async () => {
    const vendor = await stage.caller('vendor')
    const { id } = await fileShift(vendor, { vehicle: 'Coach 82' })
    const { page } = await stage.signIn('admin', { path: '/mailbox' })

    const mails = row(page, 'New shift for Coach 82')
    await mails.filter({ hasText: 'officer.north@belfry.test' }).getByRole('link').click()
    const mail = page.getByRole('article')
    await mail.getByRole('heading', { name: 'New shift for Coach 82' }).waitFor()
    await mail.frameLocator('iframe').getByText('Hello Nora North,').waitFor()
    await mail.getByRole('link', { name: 'Text' }).click()
    await mail.getByText(`${stage.url}/cases/${id}`).waitFor()
    expect(await mails.count()).toBe(2) // one for each officer of the station
    expect(await row(page, 'officer.south@belfry.test').filter({ hasText: 'Coach 82' }).count()).toBe(0)
  })

  test('sees which processes and connections are alive, and closes one, which comes back by itself', async () => {
    const [admin, officer, vendor] = await Promise.all([
      stage.signIn('admin', { path: '/system' }),
      stage.signIn('officer.north'),
      stage.signIn('vendor'),
    ])
    const { page } = admin
    await leaveMark(officer.page)
    await page.getByText('Everything runs').waitFor()
    const processes = page.getByRole('listitem')
    await processes.filter({ hasText: 'API' }).getByText('Alive').waitFor()
    await processes.filter({ hasText: 'Worker' }).getByText('Alive').waitFor()
    await page.locator('#content').getByText('3 open', { exact: true }).waitFor()
    const close = page.getByRole('button', { name: 'Close the connection of Nora North' })
    await eventually(() => close.count()).toBe(1) // those of earlier tests are gone

    const backAgain = officer.page.waitForEvent('websocket')
    await close.click()
    const dialog = page.getByRole('dialog', { name: 'Close this connection?' })
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    await toast(page, 'Connection closed').waitFor()
    await backAgain
    await fileShift(vendor, { vehicle: 'Coach 83' })

    await row(officer.page, 'Coach 83').waitFor()
    expect(await isStillTheSame(officer.page)).toBe(true)
  })

  test('finds a job that was set aside, has it run again, and discards one with a reason', async () => {
    const { pool } = stage.database
    const { rows: events } = await pool.query('select id from events order by id desc limit 1')
    const made = async (task: string) => {
      const { rows } = await pool.query(
        `select id from graphile_worker.add_job($1, $2::json, run_at => now() + interval '1 day')`,
        [task, JSON.stringify({ eventId: events[0].id })],
      )
      return String(rows[0].id)
    }
    const [failed, later] = [await made('fan_out'), await made('check_stage')]
    await pool.query(
      `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'The disk is full.' where id = $1`,
      [failed],
    )
    const { page } = await stage.signIn('admin', { path: '/jobs' })
    await page.getByRole('definition').getByRole('link', { name: '1', exact: true }).last().click()
    await page.waitForURL(/state=failed/)
    await row(page, 'The disk is full.').getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Run 1 now' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click()
    await toast(page, '1 job runs now').waitFor()
    await page.getByRole('paragraph').filter({ hasText: 'No such job waits' }).waitFor()

    await page.getByRole('link', { name: 'History' }).click()
    await page.getByLabel('Search').fill(failed)
    await row(page, `fan_out #${failed}`).getByText('Done', { exact: true }).waitFor()
    await page.getByLabel('Search').fill('')
    await page.waitForURL((url) => !url.searchParams.has('q'))
    await page.getByRole('link', { name: 'Jobs', exact: true }).last().click()
    await page.getByLabel('State', { exact: true }).selectOption('later')
    await row(page, `check_stage #${later}`).getByRole('link').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
    const sure = page.getByRole('dialog', { name: 'Discard this job?' })
    await sure.getByRole('button', { name: 'Discard' }).click()
    await sure.getByText('Say why').waitFor()
    await sure.getByLabel('Reason').fill('It was a test.')
    await sure.getByRole('button', { name: 'Discard' }).click()
    await toast(page, '1 job is discarded').waitFor()

    await page.goto('/audit')
    await row(page, 'Discarded jobs').filter({ hasText: 'check_stage' }).first().waitFor()
  })

  test('nobody else reads any of it', async () => {
    const officer = await stage.signIn('officer.north', { path: '/audit' })
    await officer.page.getByText('This page is not yours to open').waitFor()
    expect(await officer.page.getByRole('link', { name: 'Audit' }).count()).toBe(0)
  })
})
