/** The names that an ICU message is filled in with: ours begin small, and what stands in braces alone is a name. */
export const argumentsOf = (message: string): string[] =>
  Array.from(message.matchAll(/\{([a-z]\w*)(?=[,}])/g), ([, name]) => name!)
