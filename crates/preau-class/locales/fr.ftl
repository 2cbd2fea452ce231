class-tab-homework = Travail

class-state-open = À faire
class-state-done = Fait
class-state-not-done = Non fait
class-state-handed-in = Rendu
class-state-returned = Corrigé

class-due = À rendre
class-due-of = Le travail de { $name }
class-due-given = Dans mes classes
class-mine = Mon travail
class-all-homework = Tout le travail
class-waiting = { $count ->
    [one] une copie à regarder
   *[other] { $count } copies à regarder
}
class-minutes = { $minutes } min
class-to-hand-in = à rendre

class-coming = À venir
class-past = Les semaines passées
class-older = Tout depuis le début de l’année
class-week = Semaine
class-give = Donner du travail
class-none = Pas de travail à faire
class-none-leader = Donnez un premier travail : les élèves et leurs familles le voient aussitôt.
class-none-pupil = Quand un enseignant donnera du travail, il sera ici.
class-none-week = Rien pour cette semaine.
class-handed-of = { $handed } sur { $all } rendus

class-title = Quoi, en une ligne
class-body = Consignes
class-optional = (facultatif)
class-due-day = Pour le
class-due-hour = À
class-subject = Matière
class-minutes-label = Durée estimée, en minutes
class-wants = Les élèves rendent quelque chose ici
class-wants-hint = Sinon, ils disent seulement si c’est fait.
class-give-now = Donner
class-save = Enregistrer
class-cancel = Annuler
class-correct = Corriger
class-withdraw = Retirer
class-restore = Redonner
class-print = Imprimer
class-load = Ce qu’ils ont déjà
class-load-hint = Tout ce qui est donné à ces élèves, toutes matières, pour l’élève qui en a le plus.
class-load-none = Rien
class-load-day = { $minutes } min, { $pieces ->
    [one] un travail
   *[other] { $pieces } travaux
}

class-withdrawn-at = Retiré le { $date }. Les élèves et les familles ne le voient plus.
class-for-day = Pour { $day }
class-by = Donné par { $name }
class-corrected-at = Corrigé le { $date }
class-history = Ce que c’était avant
class-was-until = Pour le { $day }, jusqu’au { $date }

class-my-work = Mon travail
class-my-text = Ma réponse
class-hand-in = Rendre
class-take-back = Reprendre
class-late = En retard
class-late-now = C’est après la date : ce sera marqué en retard
class-say-done = C’est fait
class-say-not-done = Je ne l’ai pas fait
class-say-open = Revenir sur ma réponse
class-teacher-says = L’enseignant répond

class-child-nothing = Rien n’est encore rendu ni dit.
class-word = Un mot à l’enseignant
class-word-hint = Lu par les enseignants de la classe, par personne d’autre.
class-you-wrote = Vous avez écrit le { $date }
class-send = Envoyer

class-pupils = Les élèves
class-words = Quelques mots
class-words-to = Quelques mots à { $name }
class-seen = Vu, à rendre
class-note-not-done = Noter non fait
class-return = Rendre aux élèves
class-return-hint = Rend à celles et ceux à qui vous avez écrit, ou que vous avez cochés.

class-week-title = Le travail de la semaine
class-week-of = Du { $first } au { $last }
class-weeks = Semaines
class-week-before = Semaine d’avant
class-week-this = Cette semaine
class-week-after = Semaine d’après

class-said-given = C’est donné : les élèves et leurs familles le voient.
class-said-corrected = C’est corrigé.
class-said-withdrawn = « { $title } » est retiré.
class-said-restored = C’est redonné.
class-said-handed-in = C’est rendu.
class-said-taken-back = Vous l’avez repris : rendez-le de nouveau quand il est prêt.
class-said-done = Noté : fait.
class-said-not-done = Noté : pas fait.
class-said-open = Votre réponse est effacée.
class-said-word = Votre mot est envoyé.
class-said-noted = C’est noté.
class-said-returned = { $count ->
    [one] Rendu à un élève.
   *[other] Rendu à { $count } élèves.
}

class-absences = Absences
class-absences-lead = Ce que vous écrivez est lu par le secrétariat et par les enseignants de la classe, par personne d’autre.
class-no-child = Aucun enfant n’est rattaché à votre compte
class-tell-absence = Signaler une absence
class-which-child = Pour quel enfant
class-absence-kind = De quoi s’agit-il
class-kind-absence = Absence
class-kind-lateness = Retard
class-first-day = Du
class-last-day = Au (si c’est un autre jour)
class-reason = Motif
class-reason-illness = Malade
class-reason-contagion = Maladie contagieuse à la maison
class-reason-family = Réunion de famille
class-reason-transport = Problème de transport
class-reason-travel = En voyage avec nous
class-reason-appointment = Rendez-vous
class-reason-other = Autre motif
class-absence-words = Quelques mots
class-absence-words-hint = Facultatif, sauf pour un autre motif. Inutile de nommer une maladie.
class-paper = Un justificatif suivra
class-paper-comes = justificatif à venir
class-tell = Signaler
class-why = { $name } : pourquoi cette absence, { $day } ?
class-say-why = Donner le motif
class-from-to = { $first } – { $last }
class-absence-open = À lire
class-absence-unexplained = Sans motif
class-absence-noted = Noté
class-absence-asked = Question posée
class-absence-unjustified = Non justifié

class-days = Jours
class-today = Aujourd’hui
class-nobody-absent = Personne n’est absent
class-absent-count = { $all ->
    [0] Personne n’est absent aujourd’hui
    [one] Un élève absent ou en retard, { $open } à traiter
   *[other] { $all } élèves absents ou en retard, { $open } à traiter
}
class-see-desk = Voir la liste du jour
class-do-note = Noter
class-do-ask = Demander
class-do-unjustified = Non justifié
class-unnote = Il était là : effacer
class-roll = L’appel
class-roll-hint = Les responsables d’un élève noté ici, et que personne n’avait annoncé, en sont avertis.
class-told-already = Déjà signalé
class-there = Là
class-roll-save = Enregistrer l’appel

class-said-told = C’est signalé : le secrétariat et les enseignants le voient.
class-said-untold = Vous l’avez retiré.
class-said-explained = Merci, le motif est envoyé.
class-said-roll = { $count ->
    [0] L’appel est fait : rien de nouveau à noter.
    [one] L’appel est fait : un élève noté, ses responsables sont avertis.
   *[other] L’appel est fait : { $count } élèves notés, leurs responsables sont avertis.
}
class-said-unnoted = C’est effacé.
class-said-answered = La réponse est enregistrée.

notice-group-class = Absences et travail à faire
notice-class-absence-noted = { $name } est absent ou en retard : dites-nous pourquoi
notice-class-absence-answered = Une réponse à propos d’une absence de { $name }

problem-homework-title = Dites en une ligne ce qu’il y a à faire
problem-homework-minutes = Entre 1 et 600 minutes
problem-homework-due = Choisissez le jour
problem-homework-due-past = Choisissez un jour à partir d’aujourd’hui, dans l’année qui vient
problem-homework-changed = Quelqu’un l’a changé entre-temps. Regardez, puis recommencez
problem-homework-returned = L’enseignant l’a déjà rendu : cela ne change plus
problem-homework-nothing-to-hand-in = Il n’y a rien à rendre ici
problem-homework-not-handed-in = Ce n’est pas rendu
problem-homework-empty = Écrivez quelque chose
problem-homework-words = Vous avez écrit { $limit } mots sur ce travail : demandez plutôt un rendez-vous
problem-homework-nobody = Cochez un élève, ou écrivez-lui quelques mots
problem-absence-first = Choisissez un jour de la semaine passée, ou des quatre mois qui viennent
problem-absence-last = La fin vient après le début, quatre mois plus tard au plus
problem-absence-words = Dites en quelques mots de quoi il s’agit
problem-absence-ask = Écrivez votre question ; on ne peut la poser qu’à qui a donné le motif
problem-absence-answered = Le secrétariat a déjà répondu : écrivez-lui
notice-class-homework-given = Travail à faire : { $title }
notice-class-homework-changed = Le travail à faire a changé : { $title }
notice-class-homework-returned = Votre travail est rendu : { $title }
