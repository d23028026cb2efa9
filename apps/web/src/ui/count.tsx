import { formatNumber } from '../words/time.ts'
import { cx } from './cx.ts'

/** A number in a small pill, on a bell or beside a link. What it counts is said elsewhere for screen readers. */
export function Count(props: { value: number; quiet?: boolean; class?: string }) {
  const text = () => (props.value > 99 ? '99+' : formatNumber(props.value))
  return (
    <span
      aria-hidden="true"
      // Drawn, not written: the name of the button it sits on says the number in its own way.
      data-count={text()}
      class={cx(
        'inline-grid h-4 min-w-4 place-items-center rounded-full px-1 text-[0.6875rem] leading-none font-semibold whitespace-nowrap tabular-nums before:content-[attr(data-count)]',
        props.quiet ? 'bg-pressed text-muted' : 'bg-error-solid text-on-accent',
        props.class,
      )}
    />
  )
}
