import type { Tell } from '@belfry/shared/machine'

/** Which of these messages are due for a step from one state to another: their places in the list. */
export const tellsThatHold = (
  tells: readonly Tell[],
  data: Record<string, unknown>,
  from: string,
  to: string,
): number[] =>
  tells.flatMap((tell, place) => {
    const isEntering = !tell.entering || (from !== to && tell.entering.includes(to))
    return isEntering && (tell.when?.(data) ?? true) ? [place] : []
  })
