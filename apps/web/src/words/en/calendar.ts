/** A calendar of cases: when they take place. */
export const calendar = {
  views: 'List or calendar',
  list: 'List',
  calendar: 'Calendar',
  all: 'All',
  today: 'Today',
  previous: 'Previous week',
  next: 'Next week',
  total: '{count, plural, =0 {No dates} one {One date} other {# dates}}',
  earlier: '{count, plural, one {One date} other {# dates}} earlier this week',
  nothing: 'Nothing planned',
  goesOn: 'until {time}',
  repeats: 'Repeats',
  inZones: 'Each place has its own time: {zones}.',
  more: 'Only the first {count, number} dates are shown. Narrow the search to see the others.',
  empty: 'Nothing is planned in this week',
  emptyWhy: 'What is planned for these days appears here by itself.',
}
