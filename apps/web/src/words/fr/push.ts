export const push = {
  title: 'Quand Belfry est fermé',
  here: 'M’avertir sur cet appareil quand Belfry est fermé',
  hint: 'Votre navigateur vous le demandera. Cela vaut jusqu’à votre déconnexion ici ; vos heures calmes et vos réglages comptent.',
  cannot:
    'Ce navigateur n’affiche rien quand Belfry est fermé. Sur un iPhone ou un iPad, ajoutez d’abord Belfry à l’écran d’accueil.',
  refused:
    'Vous avez demandé à ce navigateur de n’afficher aucune notification de Belfry. Vous pouvez les autoriser à côté de l’adresse.',
  failed: 'Le navigateur n’a pas pu joindre son service de notifications.',
  devices: 'Appareils avertis',
  thisOne: 'Celui-ci',
  since: 'Depuis le {at, date, medium} à {at, time, short}',
  lastSent: 'Averti le {at, date, medium} à {at, time, short}',
  remove: 'Retirer',
  removeOf: 'Retirer {agent}',
}
