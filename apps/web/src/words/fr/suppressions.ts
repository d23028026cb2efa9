import type { suppressions as en } from '../en/suppressions.ts'

export const suppressions: typeof en = {
  title: 'Adresses bloquées',
  under:
    'Aucun courriel ne leur est envoyé, même critique : elles n’existent pas, ou quelqu’un s’y est plaint.',
  search: 'Rechercher une adresse',
  anyReason: 'Tous les motifs',
  reason: 'Motif',
  reasons:
    '{reason, select, hard_bounce {N’existe pas} complaint {Plainte} unsubscribed {Désabonnée chez le prestataire} other {À la main}}',
  address: 'Adresse',
  note: 'Remarque',
  since: 'Depuis',
  add: 'Bloquer une adresse',
  addTitle: 'Bloquer une adresse',
  addWhy: 'À partir de maintenant, elle ne reçoit plus aucun courriel.',
  added: '{address} ne reçoit plus de courriels',
  lift: 'Débloquer',
  liftOf: 'Débloquer {address}',
  liftTitle: 'Envoyer à nouveau des courriels à {address} ?',
  liftWhy:
    '{reason, select, hard_bounce {Si elle n’existe toujours pas, le prochain courriel reviendra et elle sera bloquée à nouveau ; cela nuit à l’acheminement des autres.} complaint {Quelqu’un y a signalé nos courriels comme indésirables. Demandez d’abord.} other {Ce qui a été retenu entre-temps n’est pas envoyé pour autant ; relancez-le depuis les envois.}}',
  lifted: '{address} reçoit à nouveau des courriels',
  why: 'Pourquoi ?',
  needAddress: 'Indiquez une adresse électronique.',
  needReason: 'Dites pourquoi en quelques mots.',
  empty: 'Aucune adresse n’est bloquée',
  emptyWhy:
    'Les adresses arrivent ici d’elles-mêmes quand un prestataire signale qu’elles n’existent pas ou que quelqu’un s’est plaint.',
  emptySearch: 'Aucune adresse bloquée ne correspond',
}
