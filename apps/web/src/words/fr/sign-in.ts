import type { signIn as en } from '../en/sign-in.ts'

export const signIn: typeof en = {
  title: 'Connexion',
  under: 'à Belfry',
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  showPassword: 'Afficher le mot de passe',
  hidePassword: 'Masquer le mot de passe',
  submit: 'Se connecter',
  needEmail: 'Veuillez saisir votre adresse e-mail.',
  needPassword: 'Veuillez saisir votre mot de passe.',
  wrong: 'L’adresse e-mail ou le mot de passe est incorrect.',
  tooMany: 'Trop de tentatives. Patientez un instant et réessayez.',
  blocked: 'Ce compte ne peut pas se connecter. Adressez-vous à un administrateur.',
  unreachable: 'Belfry n’a pas répondu. Vérifiez votre connexion et réessayez.',
  ended: 'Votre session est terminée. Connectez-vous pour reprendre là où vous étiez.',
  demo: 'Comptes de démonstration',
  demoHint: 'Des personnes fictives ; un clic suffit. Leur mot de passe à tous : {password}.',
}
