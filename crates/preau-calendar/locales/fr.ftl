calendar-tab = Agenda
calendar-tab-rounds = Rendez-vous
calendar-mine = Mon agenda
calendar-soon = Bientôt
calendar-all = Tout l’agenda
calendar-all-day = toute la journée
calendar-from-to = du { $first } au { $last }
calendar-add = Ajouter une date
calendar-change = Modifier
calendar-periods = Mois ou semaine
calendar-before = Avant
calendar-after = Après
calendar-today = Aujourd’hui
calendar-by-week = Voir la semaine
calendar-by-month = Voir le mois
calendar-empty = Rien de prévu ici.
calendar-elsewhere = Dans l’agenda de mon téléphone, ou dans un fichier
calendar-elsewhere-hint = L’agenda de votre téléphone peut lire celui-ci à une adresse secrète. Vous pouvez aussi enregistrer un fichier, ou en lire un.
calendar-feeds = Adresses secrètes
calendar-export = Enregistrer un fichier
calendar-import = Lire un fichier iCalendar (.ics)
calendar-import-hint = Les dates du fichier sont ajoutées ici. Le même fichier deux fois ne fait pas de doublon.
calendar-import-now = Lire

calendar-own-hint = Pour vous seul : personne d’autre ne le voit.
calendar-what = Quoi
calendar-first = Jour
calendar-last = Jusqu’au (si plusieurs jours)
calendar-from = De
calendar-to = À
calendar-hours-hint = Sans heure, c’est toute la journée.
calendar-place = Lieu
calendar-body = Ce qu’il faut savoir
calendar-repeat = Revient
calendar-once = Une seule fois
calendar-kept = Comme dans le fichier d’où cela vient
calendar-until = Jusqu’au
calendar-every-day = { $number ->
    [1] chaque jour
   *[other] tous les { $number } jours
}
calendar-every-week = { $number ->
    [1] chaque semaine
    [2] une semaine sur deux
   *[other] toutes les { $number } semaines
}
calendar-every-month = { $number ->
    [1] chaque mois
   *[other] tous les { $number } mois
}
calendar-every-year = { $number ->
    [1] chaque année
   *[other] tous les { $number } ans
}
calendar-every-until = { $every }, jusqu’au { $date }
calendar-audience = Pour qui
calendar-audience-members = Les élèves ou les membres
calendar-audience-families = Les familles
calendar-audience-everyone = Tout le monde
calendar-asks = Demander qui vient
calendar-asks-hint = Chacun répond : je viens, peut-être, je ne viens pas. Vous seul voyez toutes les réponses.
calendar-needs = Qui apporte quoi
calendar-needs-hint = Une chose par ligne, avec le nombre : 4 gâteaux
calendar-save = Enregistrer
calendar-cancel = Annuler
calendar-withdraw = Retirer
calendar-restore = Remettre
calendar-skip = Pas cette fois
calendar-withdrawn-at = Retiré le { $date }. Plus personne d’autre ne le voit.
calendar-by = Ajouté par

calendar-you-come = Venez-vous ?
calendar-you-come-for = Venez-vous, pour { $name } ?
calendar-answer-yes = Je viens
calendar-answer-maybe = Peut-être
calendar-answer-no = Je ne viens pas
calendar-answers = Les réponses
calendar-answered-by = réponse de { $name }
calendar-taken-of = { $taken } sur { $wanted }
calendar-you-bring = Vous en apportez { $count }
calendar-i-bring = J’en apporte
calendar-one-more = Un de plus
calendar-give-back = Rendre

calendar-feeds-lead = Qui a une de ces adresses lit l’agenda sans mot de passe. Supprimez celle que vous n’utilisez plus.
calendar-feed-fresh = Votre adresse
calendar-feed-once = Copiez-la maintenant dans l’agenda de votre téléphone : elle n’est montrée qu’une fois.
calendar-feed-of = Quel agenda
calendar-feed-all = Tout ce qui me concerne
calendar-feed-make = Faire une adresse
calendar-feed-end = Supprimer
calendar-feeds-known = Mes adresses
calendar-since = Depuis le { $date }
calendar-copy = Copier
calendar-copied = Copié

calendar-imported = Le fichier est lu
calendar-imported-count = { $new ->
    [0] Rien de nouveau
    [one] Une date ajoutée
   *[other] { $new } dates ajoutées
}, { $changed ->
    [0] aucune mise à jour
    [one] une mise à jour
   *[other] { $changed } mises à jour
}.
calendar-left-out = { $count ->
    [one] Une date n’a pas pu être reprise
   *[other] { $count } dates n’ont pas pu être reprises
}
calendar-at-line = Ligne { $line } :
calendar-see = Voir l’agenda
calendar-ical-no-start = il n’y a pas de date.
calendar-ical-date = la date n’est pas lisible.
calendar-ical-zone = ce fuseau horaire est inconnu ici.
calendar-ical-rule = cette façon de revenir n’est pas connue ici.
calendar-ical-zone-repeat = cela revient à l’heure d’un autre fuseau horaire.

calendar-no-rounds = Pas de rendez-vous à prendre
calendar-no-rounds-host = Proposez des rendez-vous : chaque parent en choisit un, pour chaque enfant.
calendar-no-rounds-guardian = Quand un enseignant en proposera, vous choisirez ici votre heure.
calendar-open-round = Proposer des rendez-vous
calendar-round-title = Sujet
calendar-round-place = Lieu, ou adresse d’une visio
calendar-minutes = Minutes chacun
calendar-pause-from = Pause de
calendar-pause-to = à
calendar-free-of = { $free ->
    [0] Complet
    [one] Une place sur { $all }
   *[other] { $free } places sur { $all }
}
calendar-your-slot = Vous avez rendez-vous de { $from } à { $to }.
calendar-choose = Choisissez une heure
calendar-move = Changer d’heure
calendar-none-free = Plus d’heure libre. Écrivez à l’enseignant.
calendar-who-comes = Qui vient : { $taken } sur { $all }
calendar-hour = Heure
calendar-pupil = Élève
calendar-guardian = Parent
calendar-free = libre
calendar-print = Imprimer la liste

calendar-said-made = C’est dans l’agenda.
calendar-said-changed = C’est modifié.
calendar-said-withdrawn = « { $title } » est retiré.
calendar-said-restored = C’est remis.
calendar-said-skipped = Cette fois-là n’aura pas lieu.
calendar-said-answered = Votre réponse est notée.
calendar-said-bringing = C’est noté : vous l’apportez.
calendar-said-not-bringing = C’est rendu : quelqu’un d’autre peut l’apporter.
calendar-said-feed-ended = L’adresse ne marche plus.
calendar-said-round = Les familles peuvent choisir leur heure.
calendar-said-taken = C’est réservé.
calendar-said-freed = L’heure est rendue.

problem-event-title = Il faut dire quoi
problem-event-day = Choisissez le jour
problem-event-last = La fin vient avant le début, ou c’est trop long
problem-event-to = La fin vient avant le début
problem-event-until = Cela finirait avant d’avoir commencé
problem-event-needs = Une chose par ligne, 40 au plus, avec un nombre de 1 à 500
problem-event-needs-taken = Quelqu’un l’apporte déjà : on n’en demande pas moins
problem-event-taken = Quelqu’un vient de le prendre
problem-event-skips = Trop de dates sont déjà laissées de côté
problem-calendar-persons = Une date concerne { $limit } personnes au plus
problem-feed-limit = Vous avez déjà { $limit } adresses : supprimez-en une
problem-round-minutes = Entre 3 et 240 minutes
problem-round-day = Choisissez un jour à venir
problem-round-slots = Entre ces heures, il faut de 1 à 200 rendez-vous
problem-slot-taken = Quelqu’un vient de prendre cette heure. Choisissez-en une autre
problem-slot-over = Cette heure est passée
problem-ical-too-large = Le fichier dépasse 2 Mo
problem-ical-not-utf8 = Ligne { $line } : le fichier n’est pas en UTF-8
problem-ical-line = Ligne { $line } : ce n’est pas une ligne d’un fichier iCalendar
problem-ical-not-a-calendar = Ligne { $line } : ce n’est pas un fichier iCalendar
problem-ical-deep = Ligne { $line } : le fichier est trop emboîté
problem-ical-end = Ligne { $line } : quelque chose commence et ne finit pas
problem-ical-many = Le fichier a plus de 2 000 dates
notice-group-calendar = Les dates et rendez-vous
notice-calendar-event-made = Nouvelle date : { $title }
notice-calendar-event-changed = Une date a changé : { $title }
notice-calendar-event-withdrawn = Annulé : { $title }
notice-calendar-round-opened = Choisissez votre rendez-vous : { $title }
