import type { DraftContent, DraftForm } from '@belfry/shared/wire'

/** What the server does not have yet of a draft: changes since revision `rev`. */
export interface LocalCopy {
  rev: number
  content: DraftContent
}

/**
 * Keeps in the browser what could not be saved on the server yet, so that neither a lost connection nor a closed window loses
 * a line. It is the person's own: whoever signs in next does not see it, and it goes as soon as the server has it.
 */
export function localCopy(personId: string, { workflow, parentId, slot }: DraftForm) {
  const name = ['belfry.draft', personId, workflow, parentId, slot].filter(Boolean).join('.')
  return {
    read: (): LocalCopy | null => parse(attempt(() => localStorage.getItem(name))),
    write: (copy: LocalCopy) => void attempt(() => localStorage.setItem(name, JSON.stringify(copy))),
    clear: () => void attempt(() => localStorage.removeItem(name)),
  }
}

/** Storage may be full or forbidden; a form works without it. */
function attempt<T>(use: () => T): T | null {
  try {
    return use()
  } catch {
    return null
  }
}

function parse(stored: string | null): LocalCopy | null {
  const copy = attempt(() => JSON.parse(stored ?? 'null') as Partial<LocalCopy> | null)
  const content = copy?.content
  const isWhole =
    typeof copy?.rev === 'number' &&
    typeof content?.key === 'string' &&
    isRecord(content.values) &&
    isRecord(content.labels) &&
    Array.isArray(content.children)
  return isWhole ? (copy as LocalCopy) : null
}

const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
