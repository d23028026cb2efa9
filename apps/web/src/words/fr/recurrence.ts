import type { recurrence as en } from '../en/recurrence.ts'

export const recurrence: typeof en = {
  never: 'Ne se répète pas',
  byDays: 'Chaque jour, ou tous les quelques jours',
  byWeeks: 'Chaque semaine',
  how: 'Comment il se répète',
  every: 'Tous les',
  days: '{count, plural, one {jour} other {jours}}',
  weeks: '{count, plural, one {semaine} other {semaines}}',
  on: 'Le',
  until: 'Jusqu’au',
  untilMissing: 'Indiquez la fin, et les dates apparaîtront ici.',
  startMissing: 'Indiquez le début, et les dates apparaîtront ici.',
  dates: '{count, plural, =0 {Aucune date} one {Une date} other {# dates}}',
  untick: 'Décochez un jour où il n’a pas lieu.',
  showAll: 'Tout afficher ({count, number})',
  everyDays: '{interval, plural, one {Chaque jour} other {Tous les # jours}} jusqu’au {until}',
  everyWeeks:
    '{interval, plural, one {Chaque semaine} other {Toutes les # semaines}}, le {weekdays}, jusqu’au {until}',
  except: '{rule} ; {count, plural, one {sauf un jour} other {sauf # jours}}',
  inZone: 'Les heures sont celles de {zone}.',
}
