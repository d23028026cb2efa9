/** The search of lists: `state:pending owner:vera "exact words"`. Pure; the console reads it, the API gets filters. */
export { auditFilterOf, auditLexicon } from './audit.ts'
export { type Calendar, filterOf } from './filter.ts'
export { type Key, type Lexicon, type Option, findKey, lexiconOf } from './lexicon.ts'
export {
  type Query,
  type Term,
  formatQuery,
  parseQuery,
  splitToken,
  takesSeveral,
  tokensIn,
  unquoted,
  withTerm,
} from './parse.ts'
export { type Suggestion, suggest } from './suggest.ts'
