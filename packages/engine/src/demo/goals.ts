import type { Tx } from '@belfry/db'
import { type Actor, type Locale, clock } from '@belfry/shared'
import { Chronicle, type DemoFiles } from './chronicle.ts'
import { DAY_MS, dayOf } from './time.ts'

interface Cast {
  admin: Actor
  hr: Actor
  hr2: Actor
  supervisor: Actor
  /** All of them under the supervisor. */
  employees: Actor[]
}

/** Goals, initiatives and performance reviews of the past months. */
export async function demoGoals(tx: Tx, files: DemoFiles, cast: Cast): Promise<void> {
  const since = (days: number) => new Chronicle(tx, files, clock.now().getTime() - days * DAY_MS)
  for (let i = 0; i < 40; i++) await ownGoal(since(120 - 2.9 * i), i, cast)
  for (let i = 0; i < 16; i++) await assignedGoal(since(110 - 6.7 * i), i, cast)
  for (let i = 0; i < 6; i++) await organisationalGoal(since(115 - 18 * i), i, cast)
  for (let i = 0; i < 18; i++) await initiative(since(100 - 5.4 * i), i, cast)
  for (let i = 0; i < 14; i++) await review(since(60 - 4 * i), i, cast)
}

const goals: Record<Locale, { goal: string; measure: string }[]> = {
  en: [
    { goal: 'Answer complaints within two days', measure: 'Mean time of an answer' },
    { goal: 'Learn to read timetables of the south', measure: 'Test passed' },
    { goal: 'First-aid course', measure: 'Certificate' },
    { goal: 'Fewer paper forms', measure: 'Forms printed in a month' },
  ],
  fr: [
    { goal: 'Former deux nouveaux collègues', measure: 'Collègues autonomes' },
    { goal: 'Réduire les retards de la ligne 12', measure: 'Retard moyen en minutes' },
    { goal: 'Apprendre l’arabe', measure: 'Niveau B1' },
  ],
  ar: [
    { goal: 'تحسين التواصل مع السائقين', measure: 'استطلاع الرضا' },
    { goal: 'إتقان نظام الحجز', measure: 'اجتياز الاختبار' },
    { goal: 'تنظيم أرشيف القسم', measure: 'عدد الملفات المفرزة' },
  ],
}

const goalOf = (who: Actor, i: number) => goals[who.locale][i % goals[who.locale].length]!
const someone = (cast: Cast, i: number): Actor => cast.employees[(i * 5) % cast.employees.length]!

async function work(story: Chronicle, doer: Actor, item: { id: string }, i: number, steps: number) {
  for (let step = 1; step <= steps; step++)
    await story.after(24 * 6).act(doer, item, 'progress', { data: { percent: step * 25 - (i % 3) * 5 } })
}

async function ownGoal(story: Chronicle, i: number, { supervisor, hr, ...cast }: Cast) {
  // Every third is one of the demo's own employees.
  const who = i % 3 === 0 ? cast.employees[(i / 3) % 2]! : someone({ supervisor, hr, ...cast }, i)
  const data = { kind: 'individual', ...goalOf(who, i), dueOn: dayOf(clock.now().getTime(), 10 + 3 * i) }
  const item = await story.submit(who, { workflow: 'goal', data })
  if (i > 34) return
  if (i % 5 === 1) {
    await story
      .after(30)
      .act(supervisor, item, 'reject', { reason: 'vague', note: 'Until when, and how much of it?' })
    if (i > 25) return
    const { goal, measure } = goalOf(who, i)
    const corrected = { goal: `${goal} (2)`, measure, dueOn: data.dueOn }
    await story.after(20).act(who, item, 'resubmit', { data: corrected })
  }
  if (i % 11 === 7) return void (await story.after(9).act(who, item, 'cancel'))
  await story.after(12 + i).act(supervisor, item, 'approve')
  if (i > 30) return
  await work(story, who, item, i, i < 16 ? 3 : 1 + (i % 2))
  if (i < 16) await story.after(24 * 7).act(who, item, 'complete')
}

async function assignedGoal(story: Chronicle, i: number, { supervisor, ...cast }: Cast) {
  const who = i % 2 ? cast.employees[i % 3 === 0 ? 0 : 1]! : someone({ supervisor, ...cast }, i + 3)
  const data = {
    kind: 'individual',
    ...goalOf(who, i + 1),
    dueOn: dayOf(clock.now().getTime(), 20 + 4 * i),
    employee: who.id,
  }
  const item = await story.submit(supervisor, { workflow: 'goal', data })
  if (i > 12) return
  if (i % 4 === 2) return void (await story.after(26).act(who, item, 'decline', { reason: 'workload' }))
  await story.after(5).act(who, item, 'accept')
  await work(story, who, item, i, 1 + (i % 3))
  if (i < 5) await story.after(24 * 5).act(who, item, 'complete')
}

const ofAll = [
  { kind: 'yearly', goal: 'No accidents with people hurt', measure: 'Accidents' },
  { kind: 'quarterly', goal: 'Nine of ten departures on time', measure: 'Departures within three minutes' },
  { kind: 'quarterly', goal: 'Every station has a second officer', measure: 'Stations' },
  { kind: 'yearly', goal: 'Half of the fleet electric', measure: 'Share of vehicles' },
  { kind: 'quarterly', goal: 'Onboarding within two weeks', measure: 'Days from first form to active' },
  { kind: 'yearly', goal: 'Ten more internships', measure: 'Completed internships' },
]

async function organisationalGoal(story: Chronicle, i: number, { admin, hr, hr2, supervisor }: Cast) {
  const asker = ofAll[i]!.kind === 'yearly' ? hr : supervisor
  const data = {
    ...ofAll[i]!,
    description: 'For all of us.',
    dueOn: dayOf(clock.now().getTime(), 40 + 30 * i),
  }
  const item = await story.submit(asker, { workflow: 'goal', data })
  if (i === 5) return
  if (i === 3)
    return void (await story.after(40).act(admin, item, 'rejectOrganisational', {
      reason: 'ambitious',
      note: 'A third is what we can pay for.',
    }))
  await story.after(10).act(hr2, item, 'adopt')
  if (i === 4) return
  await story.after(30).act(admin, item, 'adopt')
  await work(story, asker, item, i, 2)
  if (i === 1) await story.after(24 * 20).act(asker, item, 'complete')
}

const ideas: Record<Locale, { idea: string; benefit: string; outcome: string }[]> = {
  en: [
    {
      idea: 'Bikes between the depots',
      benefit: 'Ten minutes saved on every way.',
      outcome: 'Everybody rides.',
    },
    {
      idea: 'Quiet hour on Wednesdays',
      benefit: 'Time to finish what was begun.',
      outcome: 'Kept up since.',
    },
  ],
  fr: [
    {
      idea: 'Une bibliothèque d’outils',
      benefit: 'Moins d’achats en double.',
      outcome: 'Ouverte chaque matin.',
    },
  ],
  ar: [
    { idea: 'حديقة على سطح المستودع', benefit: 'مكان للراحة بين الورديات.', outcome: 'زُرعت الأشجار الأولى.' },
  ],
}

async function initiative(story: Chronicle, i: number, { supervisor, hr, ...cast }: Cast) {
  const who = i % 4 === 0 ? cast.employees[0]! : someone({ supervisor, hr, ...cast }, i + 7)
  const { outcome, ...idea } = ideas[who.locale][i % ideas[who.locale].length]!
  const budget = i % 5 === 3 ? 900_000 : 40_000 + i * 1_500
  const item = await story.submit(who, { workflow: 'initiative', data: { ...idea, budget } })
  if (i > 14) return
  if (i % 6 === 4)
    return void (await story
      .after(50)
      .act(supervisor, item, 'reject', { reason: i % 4 ? 'cost' : 'benefit' }))
  await story.after(30).act(supervisor, item, 'approve')
  if (budget > 500_000) {
    if (i > 8) return
    await story.after(20).act(hr, item, 'approve')
  }
  if (i === 12) return void (await story.after(60).act(who, item, 'cancel'))
  if (i === 14) return
  await story.after(48).act(who, item, 'start')
  await story.after(24 * 9).act(who, item, 'progress', { data: { percent: 30 + (i % 4) * 10 } })
  if (i < 7) await story.after(24 * 14).act(who, item, 'complete', { data: { outcome } })
}

const views: Record<Locale, string> = {
  en: 'A good year, with a busy autumn.',
  fr: 'Une bonne année, avec un automne chargé.',
  ar: 'سنة جيدة مع خريف مزدحم.',
}

async function review(story: Chronicle, i: number, { supervisor, hr, ...cast }: Cast) {
  const who = cast.employees[i % cast.employees.length]!
  const data = {
    employee: who.id,
    period: `${new Date(story.time).getUTCFullYear()} H${i % 2 ? 1 : 2}`,
    dueOn: dayOf(clock.now().getTime(), 9 + i),
  }
  const item = await story.submit(supervisor, { workflow: 'performance_review', data })
  if (i > 11) return
  if (i === 6) return void (await story.after(30).act(supervisor, item, 'cancel'))
  const own = { ownView: views[who.locale], ownRating: 3 + (i % 3) }
  await story.after(70).act(who, item, 'handIn', { data: own })
  if (i > 9) return
  const shared = {
    feedback: 'Reliable, and asked for by name.',
    rating: 3 + ((i + 1) % 2),
    nextSteps: 'Lead a small team.',
  }
  await story.after(60).act(supervisor, item, 'share', { data: shared })
  if (i > 7) return
  if (i % 4 !== 3) return void (await story.after(40).act(who, item, 'sign'))
  await story.after(30).act(who, item, 'object', { reason: 'rating', note: 'The autumn is not counted.' })
  if (i < 5) await story.after(60).act(hr, item, 'settle', { data: { rating: 4 }, note: 'It is now.' })
}
