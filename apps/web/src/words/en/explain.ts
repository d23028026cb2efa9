/** "Why was somebody not told?": what kept an event from a person. */
export const explain = {
  title: 'Why was somebody not told?',
  under: 'Pick what happened and a person: Belfry says whether they were told, how, and what kept it back.',
  ask: 'Why was somebody not told?',
  askOf: 'Why was somebody not told: {what}',
  event: 'What happened',
  eventHint: 'Among the latest entries, or by the number or address of a case.',
  eventPick: 'Search the audit trail',
  person: 'Person',
  personPick: 'Search by name',
  pickFirst: 'Nothing asked yet',
  pickFirstWhy: 'Entries of the audit trail and of a case’s timeline lead here, too.',
  rules: 'Who is told of it',
  noRules: 'Nobody',
  openPerson: 'Roles and account',
  outcomes:
    '{outcome, select, not_meant {Not meant for this} now {At once} quiet {Held until their quiet hours end} hourly {In the hourly digest} daily {In the daily digest} weekly {In the weekly digest} off {Switched off by themselves} muted {Not told: they muted the case} unavailable {Not set up} switched_off {Switched off for everybody} other {{outcome}}}',
}
