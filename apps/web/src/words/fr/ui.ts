import type { ui as en } from '../en/ui.ts'

export const ui: typeof en = {
  close: 'Fermer',
  cancel: 'Annuler',
  undo: 'Annuler',
  retry: 'Réessayer',
  optional: 'facultatif',
  loading: 'Chargement …',
  loadMore: 'Afficher plus',
  nothingFound: 'Aucun résultat',
  pick: 'Choisir …',
  justNow: 'à l’instant',
  charactersLeft: '{count, plural, one {# caractère restant} other {# caractères restants}}',
  loadFailed: 'Le chargement a échoué.',
  show: 'Afficher la liste',
  clear: 'Effacer',
  unreachable: 'Belfry n’a pas répondu. Vérifiez votre connexion et réessayez.',
}
