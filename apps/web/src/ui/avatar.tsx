import { cx } from './cx.ts'

const hues = [
  'bg-info-soft text-info',
  'bg-success-soft text-success',
  'bg-warning-soft text-warning',
  'bg-accent-soft text-accent-text',
  'bg-error-soft text-error',
]

const letters = new Intl.Segmenter()
const firstLetter = (word: string) => letters.segment(word)[Symbol.iterator]().next().value?.segment ?? ''

/** The initials of a person, always in the same colour. The name itself stands beside it or in a label. */
export function Avatar(props: { name: string; class?: string }) {
  const initials = () => {
    const parts = props.name.trim().split(/\s+/)
    return [parts[0], parts.length > 1 ? parts.at(-1) : undefined]
      .map((part) => firstLetter(part ?? ''))
      .join('')
  }
  const hue = () =>
    hues[
      Array.from(props.name, (letter) => letter.codePointAt(0) ?? 0).reduce((sum, code) => sum + code, 0) %
        hues.length
    ]
  return (
    <span
      aria-hidden="true"
      // Drawn, not written: a button's name is what it does, and need not repeat the letters on it.
      data-initials={initials()}
      class={cx(
        'inline-grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold uppercase select-none before:content-[attr(data-initials)]',
        hue(),
        props.class,
      )}
    />
  )
}
