import type { Locator, Page } from 'playwright-core'

/** What hangs on the case in view, or should, under this name. */
export const slot = (page: Page, name: string): Locator =>
  page.locator('main li').filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) })

/** A page of paper to upload. */
export const paper = (name: string) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from(`%PDF-1.4\n% ${name}\n%%EOF\n`),
})

interface Answers {
  reason?: string
  note?: string
  /** Fields that are asked for, by name. */
  fields?: Record<string, string>
  file?: string
  /** It asks whether it is really meant. */
  sure?: true
}

/** Presses the button of an action, in the whole page or in a slot of it, and answers what is asked then. */
export async function decide(
  page: Page,
  within: Locator | null,
  label: string,
  answers: Answers = {},
): Promise<void> {
  const actions = (within ?? page.locator('main'))
    .getByRole('group', { name: /^(Actions|الإجراءات)$/ })
    .first()
  await actions.getByRole('button', { name: label, exact: true }).click()
  if (Object.keys(answers).length === 0) return
  const dialog = page.getByRole('dialog')
  for (const [name, value] of Object.entries(answers.fields ?? {})) await fill(dialog, name, value)
  if (answers.file) {
    await dialog.locator('input[type="file"]').first().setInputFiles(paper(answers.file))
    await dialog.getByText(answers.file).first().waitFor()
  }
  if (answers.reason) await dialog.locator('select[name="reason"]').selectOption(answers.reason)
  if (answers.note) await dialog.locator('textarea[name="note"]').fill(answers.note)
  await dialog.getByRole('button', { name: label, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Adds what is missing in a slot of the case in view: a paper, or a form of its own. */
export async function addTo(
  page: Page,
  name: string,
  { fields = {}, file }: Pick<Answers, 'fields' | 'file'>,
): Promise<void> {
  await page.getByRole('button', { name: `Add: ${name}` }).click()
  const dialog = page.getByRole('dialog', { name })
  for (const [field, value] of Object.entries(fields)) await fill(dialog, field, value)
  if (file) {
    await dialog.locator('input[type="file"]').first().setInputFiles(paper(file))
    await dialog.getByRole('status').filter({ hasText: 'is uploaded.' }).waitFor()
  }
  await dialog.getByRole('button', { name: 'Submit' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Fills a field of a form in: people are searched and picked, choices selected. */
export async function fill(form: Locator, name: string, value: string): Promise<void> {
  const field = form.locator(`[data-field="${name}"]`)
  const select = field.locator('select')
  if ((await select.count()) > 0) return void (await select.selectOption(value))
  const input = field.locator('input, textarea').first()
  if ((await input.getAttribute('role')) !== 'combobox') return input.fill(value)
  await input.click()
  await input.pressSequentially(value)
  await form.page().getByRole('option', { name: value }).click()
}

/** The stage of the case in view, as its bar shows it. */
export const stageOf = (page: Page, name: string): Locator =>
  page.locator('main [aria-current="step"]').filter({ hasText: name })
