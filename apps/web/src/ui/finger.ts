/** It is used with a finger: nothing hovers, and a field that takes the focus calls up a keyboard. */
export const byFinger = (): boolean => matchMedia('(pointer: coarse)').matches
