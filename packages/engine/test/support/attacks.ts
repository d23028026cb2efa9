import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { canonical, keyId, publicBytes } from '@belfry/engine/audit'
import fc from 'fast-check'

type Line = Record<string, unknown>

const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

const textOf = (lines: Line[]): string => lines.map((line) => `${canonical(line)}\n`).join('')

const placesOf = (lines: Line[], kind: string): number[] =>
  lines.flatMap((line, place) => (line.kind === kind ? [place] : []))

/** A link as an attacker computes it, who reads docs/audit.md. */
const linkOf = ({ previous, content }: Line): string =>
  createHash('sha256')
    .update(Buffer.from(previous as string, 'hex'))
    .update(canonical(content))
    .digest('hex')

/** Everything behind a line hangs together again, as well as somebody can do that who has no key. */
function relink(lines: Line[], from: number): void {
  let previous: unknown = lines[from]!.previous
  for (const line of lines.slice(from)) {
    if (line.kind === 'checkpoint') line.hash = previous
    if (line.kind !== 'entry') continue
    line.previous = previous
    previous = line.hash = linkOf(line)
  }
}

function retrail(lines: Line[], key = generateKeyPairSync('ed25519').privateKey): void {
  const trailer = lines.at(-1)!
  trailer.entries = placesOf(lines, 'entry').length
  trailer.digest = createHash('sha256')
    .update(textOf(lines.slice(0, -1)))
    .digest('hex')
  trailer.keyId = keyId(key)
  const text = `belfry audit export\n${String(trailer.entries)}\n${String(trailer.digest)}\n${String(trailer.at)}\n`
  trailer.signature = sign(null, Buffer.from(text), key).toString('hex')
}

export interface Attack {
  name: string
  file: string | Buffer
}

/** One attack on an export, of any kind there is; `other` is another export, of the same trail or of another. */
export function attackOn(text: string, other: string): fc.Arbitrary<Attack> {
  const at = fc.nat(1_000_000)
  const attack = (name: string, make: (lines: Line[], a: number, b: number) => Line[] | string | Buffer) =>
    fc.tuple(at, at).map(([a, b]): Attack => {
      const made = make(linesOf(text), a, b)
      return { name, file: Array.isArray(made) ? textOf(made) : made }
    })
  const pick = (places: number[], n: number) => places[n % places.length]!
  const entryAt = (lines: Line[], n: number) => pick(placesOf(lines, 'entry'), n)

  return fc
    .oneof(
      attack('a byte', (_, a, b) => {
        const bytes = Buffer.from(text)
        bytes[a % bytes.length]! ^= 1 << (b % 8)
        return bytes
      }),
      attack('an entry', (lines, a) => {
        const { content } = lines[entryAt(lines, a)] as { content: Line }
        content.action = 'case.approve'
        return lines
      }),
      attack('an entry with its hash', (lines, a) => {
        const line = lines[entryAt(lines, a)]!
        ;(line.content as Line).actorId = null
        line.hash = linkOf(line)
        return lines
      }),
      attack('an entry and all that follows', (lines, a) => {
        const place = entryAt(lines, a)
        ;(lines[place]!.content as Line).reason = 'forged'
        relink(lines, place)
        return lines
      }),
      attack('what an entry was about', (lines, a) => {
        const { what } = lines[entryAt(lines, a)] as { what: Line }
        what.note = `${String(what.note)} Indeed.`
        return lines
      }),
      attack('what is taken out', (lines, a) => {
        lines[entryAt(lines, a)]!.who = null
        return lines
      }),
      attack('a line less', (lines, a) => lines.toSpliced(a % lines.length, 1)),
      attack('an entry less and all that follows', (lines, a) => {
        const place = entryAt(lines, a)
        for (const line of lines.slice(place + 1))
          if (line.kind === 'entry') (line.content as Line).seq = Number((line.content as Line).seq) - 1
        const left = lines.toSpliced(place, 1)
        const next = left.findIndex((line, n) => n >= place && line.kind === 'entry')
        if (next >= 0) {
          left[next]!.previous = lines[place]!.previous
          relink(left, next)
        }
        return left
      }),
      attack('a line twice', (lines, a, b) =>
        lines.toSpliced(b % (lines.length + 1), 0, lines[a % lines.length]!),
      ),
      attack('two lines swapped', (lines, a, b) => {
        const [from, to] = [a % lines.length, b % lines.length]
        ;[lines[from], lines[to]] = [lines[to]!, lines[from]!]
        return lines
      }),
      attack('the tail in bytes', (_, a) => Buffer.from(text).subarray(0, a % Buffer.byteLength(text))),
      attack('the tail in lines', (lines, a) => lines.slice(0, a % lines.length)),
      attack('the tail with the trailer kept', (lines, a) => {
        const left = [...lines.slice(0, entryAt(lines, a)), lines.at(-1)!]
        left[0]!.to = placesOf(left, 'entry').length
        return left
      }),
      attack('a splice of two', (lines, a, b) => {
        const others = linesOf(other)
        return [...lines.slice(0, 1 + (a % lines.length)), ...others.slice(b % others.length)]
      }),
      attack('a forged checkpoint', (lines, a) => {
        const line = lines[pick(placesOf(lines, 'checkpoint'), a)]!
        line.at = '2026-01-01T00:00:00.000Z'
        return lines
      }),
      attack('everything signed by another key', (lines, a) => {
        const place = entryAt(lines, a)
        ;(lines[place]!.content as Line).reason = 'forged'
        relink(lines, place)
        const { privateKey: key, publicKey } = generateKeyPairSync('ed25519')
        lines[0]!.keys = [{ id: keyId(key), publicKey: publicBytes(publicKey).toString('hex') }]
        for (const line of lines.filter(({ kind }) => kind === 'checkpoint')) {
          line.keyId = keyId(key)
          const signed = `belfry audit\n${String(line.seq)}\n${String(line.hash)}\n${String(line.at)}\n`
          line.signature = sign(null, Buffer.from(signed), key).toString('hex')
        }
        retrail(lines, key)
        return lines
      }),
      attack('another trailer', (lines, a) => {
        ;(lines[entryAt(lines, a)] as { who: Line }).who = null as never
        retrail(lines)
        return lines
      }),
    )
    .filter(({ file }) => !Buffer.from(file as string).equals(Buffer.from(text)) && String(file) !== other)
}
