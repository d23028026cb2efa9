import { agentOf } from '@belfry/shared'

/** "Chrome 156, Linux" of a browser's long name for itself; a program's name as it is. */
export function agentName(userAgent: string | null): string {
  const { browser, version, system } = agentOf(userAgent)
  return [[browser, version].filter(Boolean).join(' '), system].filter(Boolean).join(', ') || '–'
}
