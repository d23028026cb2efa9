import type { Tx } from '@belfry/db'
import { type Actor, type Locale, clock } from '@belfry/shared'
import type { Case } from '@belfry/shared/wire'
import { Chronicle, type DemoFiles } from './chronicle.ts'
import { DAY_MS, dayOf } from './time.ts'

interface Cast {
  reviewers: [Actor, Actor]
  admin: Actor
  hr: Actor
  newcomers: Actor[]
}

type End =
  | 'details'
  | 'documents'
  | 'replacement'
  | 'background'
  | 'contract'
  | 'half'
  | 'active'
  | 'changes'
  | 'rejected'
  | 'withdrawn'

/** How far each newcomer got, and how many days ago it began. */
const ends: [End, number][] = [
  ['active', 118],
  ['active', 110],
  ['rejected', 103],
  ['active', 97],
  ['active', 88],
  ['withdrawn', 80],
  ['active', 71],
  ['active', 63],
  ['rejected', 52],
  ['active', 44],
  ['half', 31],
  ['contract', 24],
  ['background', 19],
  ['changes', 17],
  ['details', 12],
  ['background', 11],
  ['replacement', 9],
  ['documents', 8],
  ['documents', 6],
  ['changes', 4],
  ['details', 3],
  ['details', 1],
]

const departments = ['operations', 'maintenance', 'customers', 'finance', 'it']
const streets = ['Turmstraße', 'Rue du Clocher', 'شارع الجرس', 'Bell Lane']

const notes: Record<Locale, Record<'complete' | 'dark' | 'address' | 'diploma', string>> = {
  en: {
    complete: 'Checked and complete.',
    dark: 'The second page is too dark to read.',
    address: 'The house number is missing.',
    diploma: 'The diploma could not be confirmed by the school.',
  },
  fr: {
    complete: 'Vérifié et complet.',
    dark: 'La deuxième page est trop sombre.',
    address: 'Il manque le numéro de rue.',
    diploma: 'L’école n’a pas pu confirmer le diplôme.',
  },
  ar: {
    complete: 'تم التحقق وهو مكتمل.',
    dark: 'الصفحة الثانية غير واضحة.',
    address: 'رقم المنزل ناقص.',
    diploma: 'لم تؤكد المدرسة الشهادة.',
  },
}

/** Profiles of the past four months at every stage, some of them rejected or withdrawn. */
export async function demoOnboardings(tx: Tx, files: DemoFiles, cast: Cast): Promise<void> {
  const now = clock.now().getTime()
  for (const [n, [end, daysAgo]] of ends.entries()) {
    const newcomer = cast.newcomers[n % cast.newcomers.length]!
    const life = new Chronicle(tx, files, now - daysAgo * DAY_MS - (n % 7) * 3_000_000)
    await onboard(life, { ...cast, newcomer, reviewer: cast.reviewers[n % 2]! }, end, n)
  }
}

async function onboard(
  life: Chronicle,
  cast: Cast & { newcomer: Actor; reviewer: Actor },
  end: End,
  n: number,
): Promise<void> {
  const { newcomer, reviewer, hr } = cast
  const say = notes[reviewer.locale]
  const data = profileOf(newcomer, life.time, n)
  const item = await life.submit(newcomer, { workflow: 'onboarding', data })
  const advance = () => life.after(9 + n).act(reviewer, item, 'advance', { note: say.complete })
  const add = async (by: Actor, slot: string, name: string): Promise<Case> => {
    const file = await life.after(3).upload(by, name, data.fullName)
    return life.submit(by, { workflow: 'document', parentId: item.id, slot, data: { file } })
  }

  if (end === 'details') return
  if (end === 'changes') {
    await life.after(20).act(reviewer, item, 'request_changes', { reason: 'incomplete', note: say.address })
    return
  }
  if (end === 'withdrawn') {
    await life.after(30).act(newcomer, item, 'withdraw')
    return
  }
  await advance()
  const identity = await add(newcomer, 'identity', 'Identity document')
  const diploma = await add(newcomer, 'diploma', 'Diploma')
  if (end === 'documents') return
  const bank = await add(newcomer, 'bank_details', 'Bank details')
  await life.after(14).act(reviewer, identity, 'approve')
  if (end === 'rejected') {
    await life.after(2).act(reviewer, diploma, 'reject', { reason: 'other', note: say.diploma })
    await life.after(1).act(reviewer, item, 'reject', { reason: 'documents', note: say.diploma })
    return
  }
  await life.after(1).act(reviewer, bank, 'approve')
  if (end === 'replacement' || n % 3 === 0) {
    await life.after(1).act(reviewer, diploma, 'ask_replacement', { reason: 'unreadable', note: say.dark })
    if (end === 'replacement') return
    const file = await life.after(18).upload(newcomer, 'Diploma, second scan', data.fullName)
    await life.act(newcomer, diploma, 'replace', { data: { file } })
  }
  await life.after(6).act(reviewer, diploma, 'approve')
  await advance()
  const check = await add(newcomer, 'background_check', 'Background check')
  if (end === 'background') return
  await life.after(26).act(reviewer, check, 'approve')
  await advance()
  const contract = await add(hr, 'signed_contract', 'Employment contract')
  if (end === 'contract') return
  await life.after(5).act(reviewer, contract, 'approve')
  await life.after(4).act(reviewer, item, 'activate', { note: say.complete })
  if (end === 'half') return
  const second = n % 4 === 0 ? cast.admin : cast.reviewers.find((other) => other !== reviewer)!
  await life.after(7).act(second, item, 'activate', { note: notes[second.locale].complete })
}

const profileOf = ({ name }: Actor, time: number, n: number) => ({
  fullName: name,
  dateOfBirth: `${1972 + ((n * 7) % 30)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + ((n * 5) % 28)).padStart(2, '0')}`,
  phone: `+33 1 99 00 ${String(10 + n)} ${String(90 - n)}`,
  address: `${streets[n % streets.length]} ${n + 1}, Musterstadt`,
  emergencyContact: `+33 1 99 00 ${String(40 + n)} 00`,
  department: departments[n % departments.length],
  startsOn: dayOf(time, 40 + (n % 20)),
})
