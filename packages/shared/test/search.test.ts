import {
  type Calendar,
  type Lexicon,
  auditFilterOf,
  auditLexicon,
  filterOf,
  formatQuery,
  lexiconOf,
  parseQuery,
  suggest,
  takesSeveral,
  withTerm,
} from '@belfry/shared/search'
import { workflows } from '@belfry/shared/workflows'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const english = lexiconOf(workflows.shift, 'en')
const parse = (text: string, lexicon: Lexicon = english) => parseQuery(text, lexicon)

describe('a search', () => {
  test('is keys with values, words, and words that belong together', () => {
    expect(parse('state:pending owner:vera urgent:yes opened:>2026-10-01 bus "exact words"')).toEqual({
      terms: [
        { key: 'state', values: ['pending'] },
        { key: 'owner', values: ['vera'] },
        { key: 'urgent', values: ['yes'] },
        { key: 'opened', values: ['>2026-10-01'] },
      ],
      texts: ['bus', 'exact words'],
      unknown: [],
    })
  })

  test('of several states means any of them; of several owners the last', () => {
    expect(parse('state:pending,approved state:rejected owner:vera owner:"Nora North"').terms).toEqual([
      { key: 'state', values: ['pending', 'approved', 'rejected'] },
      { key: 'owner', values: ['Nora North'] },
    ])
  })

  test('may be written in the reader’s language', () => {
    const french = lexiconOf(workflows.shift, 'fr')
    const arabic = lexiconOf(workflows.shift, 'ar')

    expect(parse('état:"en attente" déposé-par:moi', french).terms).toEqual([
      { key: 'state', values: ['pending'] },
      { key: 'owner', values: ['me'] },
    ])
    expect(parse('الحالة:مقبولة عاجلة:نعم', arabic).terms).toEqual([
      { key: 'state', values: ['approved'] },
      { key: 'urgent', values: ['yes'] },
    ])
  })

  test('with a colon that follows no key is text', () => {
    expect(parse('https://north.test 08:30 :x "state:pending"').texts).toEqual([
      'https://north.test',
      '08:30',
      ':x',
      'state:pending',
    ])
  })

  test('whose value means nothing says so, and one that is still being written asks nothing', () => {
    expect(parse('state:lost opened:soon opened:2026-02-30 urgent:perhaps owner:')).toEqual({
      terms: [],
      texts: [],
      unknown: ['state:lost', 'opened:soon', 'opened:2026-02-30', 'urgent:perhaps'],
    })
  })

  test('reads as the same after it was written out, whatever is in it', () => {
    const text = fc
      .stringMatching(/^[^"\p{C}\p{Z}]+( [^"\p{C}\p{Z}]+)?$/u)
      .filter((one) => one.trim() === one)
    const values = (name: string): fc.Arbitrary<string[]> => {
      const key = english.find((one) => one.name === name)!
      if (key.kind === 'person' || key.kind === 'place')
        return fc.tuple(
          text.filter((one) => !key.options.some(({ label }) => label.toLowerCase() === one.toLowerCase())),
        )
      const options = key.options.map(({ value }) => value)
      return takesSeveral(key)
        ? fc.uniqueArray(fc.constantFrom(...options), { minLength: 1 })
        : fc.tuple(fc.constantFrom(...options))
    }
    const terms = fc
      .uniqueArray(fc.constantFrom(...english.map(({ name }) => name)))
      .chain((names) => fc.tuple(...names.map((key) => values(key).map((given) => ({ key, values: given })))))

    fc.assert(
      fc.property(terms, fc.array(text), (given, texts) => {
        expect(parse(formatQuery({ terms: given, texts }))).toEqual({ terms: given, texts, unknown: [] })
      }),
    )
  })

  test('can be anything at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const query = parse(text)
        const again = parse(formatQuery(query))
        expect({ terms: again.terms, texts: again.texts }).toEqual({ terms: query.terms, texts: query.texts })
      }),
    )
  })

  test('is asked with another value of one key, in its place', () => {
    const query = parse('state:pending owner:vera bus')

    expect(formatQuery(withTerm(query, 'state', ['approved', 'rejected']))).toBe(
      'state:approved,rejected owner:vera bus',
    )
    expect(formatQuery(withTerm(query, 'owner', []))).toBe('state:pending bus')
    expect(formatQuery(withTerm(query, 'urgent', ['yes']))).toBe('state:pending owner:vera urgent:yes bus')
  })
})

describe('what the API is asked', () => {
  const today = Date.UTC(2026, 10, 20)
  const DAY = 86_400_000
  const calendar = {
    daysAgo: (days: number) => new Date(today - days * DAY),
    dayOf: (date: string, later: number) => new Date(Date.parse(`${date}T00:00:00Z`) + later * DAY),
  }
  const filter = (text: string) => filterOf(parse(text), english, calendar)

  test('is the search in the words of its filter', () => {
    expect(
      filter('state:pending closed:any urgent:no claimed:yes scope:north assignee:none owner:me bus "a b"'),
    ).toEqual({
      state: ['pending'],
      closed: 'any',
      urgent: false,
      claimed: true,
      scope: 'north',
      assignee: 'none',
      owner: 'me',
      search: '"bus" "a b"',
    })
    expect(filter('')).toEqual({})
  })

  test.each([
    ['2026-10-01', '2026-10-01', '2026-10-02'],
    ['>2026-10-01', '2026-10-02', undefined],
    ['>=2026-10-01', '2026-10-01', undefined],
    ['<2026-10-01', undefined, '2026-10-01'],
    ['<=2026-10-01', undefined, '2026-10-02'],
    ['2026-10-01..2026-10-31', '2026-10-01', '2026-11-01'],
    ['today', '2026-11-20', '2026-11-21'],
    ['yesterday', '2026-11-19', '2026-11-20'],
    ['>=-7d', '2026-11-13', undefined],
    ['<-7d', undefined, '2026-11-13'],
    ['-7d..today', '2026-11-13', '2026-11-21'],
  ])('opened:%s is from %s up to before %s', (value, from, before) => {
    const at = (day: string | undefined) => day && `${day}T00:00:00.000Z`

    expect(filter(`opened:${value}`).opened).toEqual({
      ...(from && { from: at(from) }),
      ...(before && { before: at(before) }),
    })
  })
})

describe('suggestions', () => {
  const shown = (text: string, known = {}) => suggest(text, text.length, english, known)

  test('are the keys that begin like the word, by name or in the reader’s language', () => {
    expect(shown('bus sta').map(({ written }) => written)).toEqual(['state:', 'scope:']) // a station is the scope
    expect(shown('filed').map(({ written, label }) => [written, label])).toEqual([['owner:', 'Filed by']])
    expect(shown('').length).toBe(english.length)
  })

  test('are the values of a key, without those that are there', () => {
    expect(shown('state:').map(({ label }) => label)).toEqual([
      'Pending',
      'Approved',
      'Rejected',
      'Cancelled',
    ])
    const [first, ...others] = shown('bus state:pending,ap')
    expect(first).toMatchObject({ label: 'Approved', text: 'bus state:pending,approved ' })
    expect(others).toEqual([])
  })

  test('know what the page knows, and put what needs it into quotes', () => {
    const known = { owner: [{ value: 'Vera Vendor', label: 'Vera Vendor' }] }

    expect(shown('owner:ve', known)).toEqual([
      {
        label: 'Vera Vendor',
        written: 'owner:"Vera Vendor"',
        text: 'owner:"Vera Vendor" ',
        caret: 'owner:"Vera Vendor" '.length,
      },
    ])
    expect(shown('owner:ven', known).map(({ label }) => label)).toEqual(['Vera Vendor'])
  })

  test('replace the word at the caret and leave the rest', () => {
    const [first] = suggest('sta owner:vera', 3, english)

    expect(first).toMatchObject({ text: 'state:owner:vera', caret: 6 })
  })

  test('never throw, and leave the caret inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, at) => {
        for (const { text: next, caret } of suggest(text, Math.min(at, text.length), english))
          expect(caret).toBeLessThanOrEqual(next.length)
      }),
    )
  })
})

describe('a search of the audit trail', () => {
  const words = { actions: [{ value: 'shift.approve', label: 'Shift: Approve' }], targets: [] }
  const lexicon = auditLexicon('en', words)
  const days: Calendar = {
    daysAgo: (ago) => new Date(Date.UTC(2026, 10, 20 - ago)),
    dayOf: (date, later) => new Date(Date.parse(date) + later * 86_400_000),
  }
  const asked = (text: string) => auditFilterOf(parseQuery(text, lexicon), days)

  test('asks for people, actions, things, cases, requests, addresses, days and words', () => {
    const id = '01a22f9d-b2b0-7662-a4d7-93aafb5da7c9'
    expect(asked(`actor:reviewer@belfry.test action:case.reject since:2026-10-01 bad brakes`)).toEqual({
      actor: 'reviewer@belfry.test',
      action: 'case.reject',
      from: '2026-10-01T00:00:00.000Z',
      words: 'bad brakes',
    })
    expect(asked(`case:https://belfry.test/cases/${id.toUpperCase()} request:${id} target:session`)).toEqual({
      caseId: id,
      requestId: id,
      target: 'session',
    })
    expect(asked('ip:192.0.2.7 since:-7d until:yesterday')).toEqual({
      ip: '192.0.2.7',
      from: '2026-11-13T00:00:00.000Z',
      to: '2026-11-20T00:00:00.000Z',
    })
  })

  test('says what means nothing, and proposes actions by their words', () => {
    expect(parseQuery('case:12 since:someday', lexicon).unknown).toEqual(['case:12', 'since:someday'])
    expect(suggest('action:appr', 11, lexicon)[0]?.written).toBe('action:shift.approve')
    expect(auditLexicon('ar', words).map(({ label }) => label)).toContain('الطلب')
  })
})
