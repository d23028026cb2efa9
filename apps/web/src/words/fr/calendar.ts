import type { calendar as en } from '../en/calendar.ts'

export const calendar: typeof en = {
  views: 'Liste ou calendrier',
  list: 'Liste',
  calendar: 'Calendrier',
  all: 'Tous',
  today: 'Aujourd’hui',
  previous: 'Semaine précédente',
  next: 'Semaine suivante',
  total: '{count, plural, =0 {Aucune date} one {Une date} other {# dates}}',
  earlier: '{count, plural, one {Une date} other {# dates}} plus tôt cette semaine',
  nothing: 'Rien de prévu',
  goesOn: 'jusqu’à {time}',
  repeats: 'Se répète',
  inZones: 'Chaque lieu a son heure : {zones}.',
  more: 'Seules les {count, number} premières dates sont affichées. Précisez la recherche pour voir les autres.',
  empty: 'Rien n’est prévu cette semaine',
  emptyWhy: 'Ce qui est prévu pour ces jours apparaît ici de lui-même.',
}
