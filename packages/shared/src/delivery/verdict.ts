/** What kept an event from a person, or did not. */
export type WhyNotVerdict =
  /** He was told. */
  | 'told'
  /** A rule names him, but he switched this off in the app. */
  | 'off'
  | 'muted'
  /** No rule tells anybody of such an event. */
  | 'nobody_told'
  /** No rule names him. */
  | 'not_named'
  /** A rule names him, but he did it himself. */
  | 'actor'
  | 'account_closed'
  /** A rule names him, and he is about to be told. */
  | 'pending'
  /** The event is held back, because too many came at once; see N10. */
  | 'held'
  /** It was held back and then dropped by an administrator. */
  | 'dropped'
  /** A rule names him now, and did not when people were told. */
  | 'named_later'
  /** So long ago that it may have been removed. */
  | 'removed'
