import type { Tx } from '@belfry/db'
import { type Actor, type Locale, clock } from '@belfry/shared'
import type { Case } from '@belfry/shared/wire'
import { Chronicle, type DemoFiles } from './chronicle.ts'
import { DAY_MS, dayOf } from './time.ts'

interface Cast {
  hr: Actor
  tutors: Actor[]
  interns: Actor[]
}

type End =
  | 'requested'
  | 'refused'
  | 'withdrawn'
  | 'begun'
  | 'midterm'
  | 'surveyed'
  | 'ending'
  | 'completed'
  | 'cancelled'

/** How far each internship got, and how many days ago it was applied for; the last is that of the demo's own intern. */
const ends: [End, number][] = [
  ['completed', 150],
  ['completed', 141],
  ['cancelled', 136],
  ['completed', 128],
  ['completed', 121],
  ['refused', 116],
  ['ending', 100],
  ['surveyed', 88],
  ['surveyed', 77],
  ['withdrawn', 70],
  ['midterm', 62],
  ['midterm', 55],
  ['begun', 27],
  ['begun', 20],
  ['refused', 15],
  ['requested', 9],
  ['requested', 4],
  ['requested', 2],
  ['midterm', 33],
]

const positions: Record<Locale, string[]> = {
  en: ['Web development', 'Fleet planning', 'Data analysis'],
  fr: ['Développement web', 'Planification des lignes', 'Communication'],
  ar: ['تطوير الويب', 'تخطيط الأسطول', 'تحليل البيانات'],
}
const phrases: Record<
  Locale,
  Record<'school' | 'motivation' | 'strengths' | 'improvements' | 'quote', string>
> = {
  en: {
    school: 'Musterstadt University',
    motivation: 'I want to see how a plan becomes a bus that comes on time.',
    strengths: 'Asks good questions and finishes what is begun.',
    improvements: 'Could ask for help a little earlier.',
    quote: 'I was trusted with real work from the second week on.',
  },
  fr: {
    school: 'Université de Musterville',
    motivation: 'J’aimerais voir comment un plan devient un bus à l’heure.',
    strengths: 'Pose de bonnes questions et termine ce qui est commencé.',
    improvements: 'Pourrait demander de l’aide un peu plus tôt.',
    quote: 'Dès la deuxième semaine, on m’a confié un vrai travail.',
  },
  ar: {
    school: 'جامعة المدينة',
    motivation: 'أريد أن أرى كيف تتحول الخطة إلى حافلة تصل في موعدها.',
    strengths: 'أسئلة جيدة وإنجاز لما بُدئ.',
    improvements: 'يمكن طلب المساعدة في وقت أبكر.',
    quote: 'كُلّفت بعمل حقيقي منذ الأسبوع الثاني.',
  },
}

/** Internships of the past five months in every state, with what hangs on them. */
export async function demoInternships(tx: Tx, files: DemoFiles, cast: Cast): Promise<void> {
  const now = clock.now().getTime()
  for (const [n, [end, daysAgo]] of ends.entries()) {
    const intern = n === ends.length - 1 ? cast.interns.at(-1)! : cast.interns[n % (cast.interns.length - 1)]!
    const tutor = n === ends.length - 1 ? cast.tutors[0]! : cast.tutors[n % cast.tutors.length]!
    const life = new Chronicle(tx, files, now - daysAgo * DAY_MS - (n % 9) * 3_000_000)
    await new Internship(life, { hr: cast.hr, tutor, intern }, n).upTo(end)
  }
}

class Internship {
  readonly #life: Chronicle
  readonly #hr: Actor
  readonly #tutor: Actor
  readonly #intern: Actor
  readonly #n: number

  constructor(life: Chronicle, { hr, tutor, intern }: Record<'hr' | 'tutor' | 'intern', Actor>, n: number) {
    this.#life = life
    this.#hr = hr
    this.#tutor = tutor
    this.#intern = intern
    this.#n = n
  }

  async upTo(end: End): Promise<void> {
    const item = await this.#apply()
    if (end === 'requested') return
    const life = this.#life.after(40)
    if (end === 'withdrawn') return void (await life.act(this.#intern, item, 'withdraw'))
    if (end === 'refused')
      return void (await life.act(this.#hr, item, 'refuse', { reason: this.#n % 2 ? 'dates' : 'no_place' }))
    await this.#begin(item)
    if (end === 'cancelled')
      return void (await life.after(300).act(this.#hr, item, 'cancel', { reason: 'intern_left' }))
    if (end === 'begun') return
    await this.#midterm(item, end !== 'midterm')
    if (end === 'midterm') return
    await this.#survey(item, end !== 'surveyed')
    if (end === 'surveyed') return
    await this.#finish(item, end === 'completed')
  }

  async #apply(): Promise<Case> {
    const { locale } = this.#intern
    const from = dayOf(this.#life.time, 21)
    const to = dayOf(this.#life.time, 21 + 91)
    const { school, motivation } = phrases[locale]
    const position = positions[locale][this.#n % 3]
    const data = { position, school, motivation, wishedFrom: from, wishedTo: to }
    return this.#life.submit(this.#intern, { workflow: 'internship', data })
  }

  async #begin(item: Case): Promise<void> {
    const { wishedFrom: startsOn, wishedTo: endsOn } = item.data
    await this.#life
      .after(10)
      .act(this.#hr, item, 'accept', { data: { tutor: this.#tutor.id, startsOn, endsOn } })
    const agreement = await this.#upload(item, 'agreement', 'Internship agreement')
    await this.#life.after(20).act(this.#hr, agreement, 'approve')
    // Late arrivals are counted on every second one; they get out of hand on some.
    if (this.#n % 2) return
    const data = { figure: 'Late arrivals', unit: 'a month', value: 1, warnAt: 3, errorAt: 6 }
    const figure = await this.#hang(this.#tutor, item, 'figures', 'kpi', data)
    if (this.#n % 4) return
    await this.#life.after(400).act(this.#tutor, figure, 'record', { data: { value: 4 } })
    if (this.#n % 8) await this.#life.after(200).act(this.#hr, figure, 'record', { data: { value: 7 } })
    else await this.#life.after(200).act(this.#tutor, figure, 'record', { data: { value: 1 } })
  }

  async #midterm(item: Case, isComplete: boolean): Promise<void> {
    await this.#life.after(500).act(this.#hr, item, 'request_midterm')
    await this.#evaluate(this.#tutor, item, 'midterm_by_tutor')
    if (isComplete) await this.#evaluate(this.#intern, item, 'midterm_by_intern')
    else await this.#upload(item, 'documents', 'Timesheet')
    if (!isComplete) await this.#survey(item, false)
  }

  async #survey(item: Case, isOver: boolean): Promise<void> {
    const closesOn = dayOf(this.#life.time, 14)
    const data = { subject: isOver ? 'Half-way' : 'First weeks', closesOn }
    const survey = await this.#hang(this.#hr, item, 'surveys', 'survey', data)
    await this.#life.after(1).act(this.#hr, survey, 'open')
    const scores = { satisfaction: 3 + (this.#n % 3), guidance: 4, learning: 5 - (this.#n % 2), workload: 3 }
    const tutors = await this.#life.child(survey, 'answers', this.#tutor)
    await this.#life.after(12).act(this.#tutor, tutors, 'answer', { data: { ...scores, satisfaction: 4 } })
    if (!isOver) return
    const interns = await this.#life.child(survey, 'answers', this.#intern)
    await this.#life.after(30).act(this.#intern, interns, 'answer', { data: scores })
    await this.#life.after(40).act(this.#hr, survey, 'close')
  }

  async #finish(item: Case, isComplete: boolean): Promise<void> {
    await this.#life.after(500).act(this.#tutor, item, 'request_testimonial')
    const testimonial = await this.#life.child(item, 'testimonial', this.#intern)
    const { quote } = phrases[this.#intern.locale]
    await this.#life.after(50).act(this.#intern, testimonial, 'write', { data: { quote, withName: true } })
    await this.#upload(item, 'report', 'Internship report')
    if (!isComplete) return
    await this.#life.after(20).act(this.#hr, testimonial, 'approve')
    await this.#life.after(2).act(this.#hr, item, 'request_final')
    await this.#evaluate(this.#tutor, item, 'final_by_tutor')
    if (this.#n % 2) await this.#evaluate(this.#intern, item, 'final_by_intern')
    await this.#life.after(60).act(this.#hr, item, 'complete')
  }

  async #evaluate(by: Actor, item: Case, slot: string): Promise<void> {
    const { strengths, improvements } = phrases[by.locale]
    const scores = { quality: 3 + (this.#n % 3), autonomy: 4, communication: 5 - (this.#n % 2) }
    const evaluation = await this.#life.after(24).child(item, slot, by)
    await this.#life.act(by, evaluation, 'write', { data: { ...scores, strengths, improvements } })
  }

  async #upload(item: Case, slot: string, name: string): Promise<Case> {
    const file = await this.#life.after(8).upload(this.#intern, name, this.#intern.name)
    return this.#hang(this.#intern, item, slot, 'internship_document', { file })
  }

  #hang(by: Actor, item: Case, slot: string, workflow: string, data: Record<string, unknown>): Promise<Case> {
    return this.#life.after(1).submit(by, { workflow, parentId: item.id, slot, data })
  }
}
