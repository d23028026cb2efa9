/** What the kit itself says. */
export const ui = {
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  retry: 'Try again',
  optional: 'optional',
  loading: 'Loading …',
  loadMore: 'Load more',
  nothingFound: 'Nothing found',
  pick: 'Choose …',
  justNow: 'just now',
  charactersLeft: '{count, plural, one {# character left} other {# characters left}}',
  loadFailed: 'This could not be loaded.',
  show: 'Show the list',
  clear: 'Clear',
  unreachable: 'Belfry did not answer. Check your connection and try again.',
}
