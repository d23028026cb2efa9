import { cx } from './cx.ts'

export interface ButtonLook {
  variant?: 'primary' | 'plain' | 'quiet' | 'success' | 'danger'
  size?: 'sm' | 'md'
  /** As wide as high, for an icon alone. */
  square?: boolean
}

const variants = {
  primary: 'bg-accent text-on-accent shadow-sm not-aria-disabled:hover:bg-accent-hover',
  plain:
    'bg-raised text-text border border-line shadow-sm not-aria-disabled:hover:bg-hover not-aria-disabled:active:bg-pressed',
  quiet:
    'text-muted not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-text not-aria-disabled:active:bg-pressed',
  success: 'bg-success-solid text-on-accent shadow-sm not-aria-disabled:hover:brightness-110',
  danger: 'bg-error-solid text-on-accent shadow-sm not-aria-disabled:hover:bg-error-hover',
}

const base =
  'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors ' +
  'aria-disabled:opacity-55 aria-disabled:shadow-none pointer-coarse:min-h-10'

/** The look of a button, for links that are one to the eye. */
export function buttonClass(look: ButtonLook): string {
  const small = look.size === 'sm'
  const shape = look.square
    ? cx(small ? 'size-7' : 'size-8', 'pointer-coarse:min-w-10')
    : small
      ? 'h-7 px-2.5 text-sm'
      : 'h-8 px-3'
  return cx(base, variants[look.variant ?? 'plain'], shape)
}
