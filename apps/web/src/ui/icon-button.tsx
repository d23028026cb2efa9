import { type JSX, mergeProps, splitProps } from 'solid-js'
import { Button, type ButtonProps } from './button.tsx'

export interface IconButtonProps extends Omit<ButtonProps, 'square' | 'hint' | 'aria-label'> {
  /** What it does: its name for a screen reader, and its tooltip. */
  label: string
  children: JSX.Element
}

export function IconButton(props: IconButtonProps) {
  const complete = mergeProps({ variant: 'quiet' as const }, props)
  const [own, rest] = splitProps(complete, ['label'])
  return <Button {...rest} square aria-label={own.label} hint={own.label} />
}
