/** Joins class names; whatever is false is left out. */
export const cx = (...names: (string | number | false | null | undefined)[]): string =>
  names.filter(Boolean).join(' ')
