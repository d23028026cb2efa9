import { useRouter } from '@tanstack/solid-router'
import { type ComponentProps, splitProps } from 'solid-js'

export interface PathLinkProps extends Omit<ComponentProps<'a'>, 'href' | 'onClick'> {
  /** A path of this console, as the server gives it. */
  path: string
  onFollow?: () => void
}

/** A link whose path is only known when it comes: it opens inside the console, or in a new tab when asked to. */
export function PathLink(props: PathLinkProps) {
  const [own, rest] = splitProps(props, ['path', 'onFollow', 'children'])
  const router = useRouter()
  return (
    <a
      {...rest}
      href={insidePath(own.path)}
      onClick={(event) => {
        own.onFollow?.()
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        router.history.push(insidePath(own.path))
      }}
    >
      {own.children}
    </a>
  )
}

/** Nothing that comes with a message may lead to another site or run as a script. */
export const insidePath = (path: string): string => (/^\/(?![/\\])/.test(path) ? path : '/')
