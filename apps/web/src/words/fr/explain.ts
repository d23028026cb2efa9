/** « Pourquoi quelqu’un n’en a-t-il pas été informé ? » */
export const explain = {
  title: 'Pourquoi quelqu’un n’a-t-il pas été informé ?',
  under:
    'Choisissez ce qui s’est passé et une personne : Belfry dit si elle en a été informée, comment, et ce qui l’a empêché.',
  ask: 'Pourquoi quelqu’un n’a-t-il pas été informé ?',
  askOf: 'Pourquoi quelqu’un n’a-t-il pas été informé : {what}',
  event: 'Ce qui s’est passé',
  eventHint: 'Parmi les dernières entrées, ou par le numéro ou l’adresse d’un dossier.',
  eventPick: 'Chercher dans le journal d’audit',
  person: 'Personne',
  personPick: 'Chercher par nom',
  pickFirst: 'Rien n’est encore demandé',
  pickFirstWhy: 'Les entrées du journal d’audit et de l’historique d’un dossier mènent aussi ici.',
  rules: 'Qui en est informé',
  noRules: 'Personne',
  openPerson: 'Rôles et compte',
  outcomes:
    '{outcome, select, not_meant {Pas prévu pour cela} now {Tout de suite} quiet {Retenu jusqu’à la fin de ses heures calmes} hourly {Dans le résumé de l’heure} daily {Dans le résumé du jour} weekly {Dans le résumé de la semaine} off {Désactivé par cette personne} muted {Non transmis : elle a mis le dossier en sourdine} unavailable {Pas installé} switched_off {Désactivé pour tous} other {{outcome}}}',
}
