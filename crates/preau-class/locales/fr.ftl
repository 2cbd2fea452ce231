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

form-tab = Formulaires
form-new = Faire signer
form-new-poll = Sonder
form-none = Aucun formulaire
form-none-leader = Une autorisation à signer, une question aux familles : chacun répond d’ici, sur papier s’il le faut, et vous voyez qui manque.
form-none-asked = Quand on vous demandera une signature ou un avis, ce sera ici.
form-is-poll = Sondage
form-is-signed = À signer
form-signed-one = À signer par un responsable légal
form-signed-both = À signer par chaque responsable légal
form-signed-nobody = Sondage
form-asked-members = Pour les membres
form-withdrawn = Retiré
form-closed = Clos
form-over = Date dépassée
form-answered-of = { $answered } sur { $all }
form-own-done = répondu
form-own-open = à répondre
form-own-late = en retard
form-back = Retour
form-correct = Corriger le formulaire
form-title = De quoi s’agit-il, en une ligne
form-body = Ce qu’il faut savoir
form-who = Qui répond
form-who-families = Les familles, pour chaque enfant
form-who-members = Les membres eux-mêmes
form-sign-legend = Signature
form-sign-one = Un responsable légal suffit
form-sign-one-hint = Un acte usuel : une sortie en journée, un repas, un prêt de matériel.
form-sign-both = Chaque responsable légal
form-sign-both-hint = Tout le reste : sortie du territoire, image, changement d’établissement.
form-sign-nobody = Sans signature
form-sign-nobody-hint = Un sondage : chacun donne son avis.
form-questions = Questions
form-question-n = Question { $number }
form-question-more = Une autre question
form-options = Réponses possibles
form-options-hint = Une par ligne, douze en tout : le formulaire doit tenir sur un bulletin de papier.
form-several = Plusieurs réponses possibles
form-yes = Oui
form-no = Non
form-due = Réponse attendue pour le
form-shown = Montrer les totaux à celles et ceux qui ont répondu
form-shown-hint = Des nombres, jamais de noms.
form-send = Envoyer
form-until = Réponse pour le { $day }
form-withdrawn-at = Retiré le { $date }. Plus personne ne le voit ; les réponses restent.
form-restore = Demander de nouveau
form-letters = Imprimer les bulletins
form-slips = Lire les bulletins en photo
form-close = Clore
form-open = Rouvrir
form-for = Pour { $name }
form-for-me = Votre réponse
form-mine-answered = Répondu le { $date }
form-mine-signed = Signé le { $date }
form-waits = Une autre signature est attendue
form-not-yours = Seuls les responsables légaux signent ce formulaire.
form-closed-hint = Ce formulaire ne prend plus de réponse.
form-for-families = Ce sont les responsables qui répondent à ce formulaire.
form-words = Je soussigné·e { $name }, responsable légal·e de { $child }, ai lu « { $title } » et je signe ma réponse.
form-words-own = Je soussigné·e { $name } ai lu « { $title } » et je signe ma réponse.
form-answer = Répondre
form-answer-again = Changer ma réponse
form-sign = Signer
form-sign-again = Changer et signer de nouveau
form-totals = Ce qui a été répondu
form-answers = Réponses
form-progress-missing = Pas de réponse
form-progress-partly = Une signature manque
form-progress-done = Répondu
form-progress-differs = Réponses différentes
form-remind = Relancer celles et ceux qui manquent
form-table = Tableau (CSV)
form-on-paper = sur papier
form-missing = Il manque : { $names }
form-batch-waits = Des bulletins lus le { $date } attendent votre regard.
form-batch-look = Les regarder
form-column-child = Élève
form-column-state = Où en est-on
form-column-by = Réponse de
form-column-when = Le
form-paper-enter = Saisir un papier
form-paper-title = Réponse sur papier
form-paper-of = Le bulletin de { $name }
form-paper-hint = Saisissez ce qui est coché sur le papier signé, et gardez le papier.
form-paper-who = Qui a signé
form-paper-remove = Retirer cette saisie
form-paper-words = Bulletin de papier signé, saisi par l’établissement.
form-letters-count = { $count ->
    [0] Aucun bulletin
    [one] Un bulletin
   *[other] { $count } bulletins
}
form-letters-hint = Une feuille par famille, à imprimer à 100 %. Le bas se découpe, se coche, se signe et revient. Photographiez ensuite les bulletins : Préau les lit.
form-letter-for = Lettre pour { $name }
form-letter-to = à { $names }
form-letter-child = Ceci concerne { $name }.
form-letter-until = À rendre pour le { $day }.
form-letter-online = Vous pouvez aussi répondre en ligne : { $address }
form-slip-sign = Date et signature d’un responsable légal
form-slips-how = Posez les bulletins à plat et photographiez-les, six par photo au plus :
form-slips-how-1 = de près, bien éclairés, sans qu’un bulletin en couvre un autre ;
form-slips-how-2 = dans n’importe quel sens, même de travers ;
form-slips-how-3 = sans les réduire : les photos telles que l’appareil les prend.
form-slips-photos = Photos des bulletins
form-slips-read = Lire
form-slips-kept = Les photos ne sont pas gardées. Seuls les bulletins douteux vous sont montrés, puis effacés.
form-batch = Ce qui a été lu
form-batch-count = { $sure ->
    [0] Aucun bulletin lu avec certitude
    [one] Un bulletin lu avec certitude
   *[other] { $sure } bulletins lus avec certitude
}, { $looks ->
    [0] aucun à regarder.
    [one] un à regarder.
   *[other] { $looks } à regarder.
}
form-batch-foreign = { $count ->
    [one] Un bulletin d’un autre formulaire a été laissé de côté.
   *[other] { $count } bulletins d’autres formulaires ont été laissés de côté.
}
form-batch-unreadable = « { $name } » n’est pas une photo que Préau sait lire.
form-batch-unread = Un code illisible
form-batch-unread-alt = Le code du bulletin, et les dix lettres sous lui
form-batch-letters = Les dix lettres sous le code
form-batch-name = C’est ce bulletin
form-batch-alt = Le bulletin de { $name }, découpé dans la photo
form-batch-signed = Il est signé
form-batch-skip = Laisser de côté
form-batch-unsigned = Sans signature
form-batch-unsigned-hint = À rendre aux familles : rien n’est enregistré pour eux.
form-batch-sure = { $count ->
    [one] Le bulletin lu avec certitude
   *[other] Les { $count } bulletins lus avec certitude
}
form-batch-enter = Enregistrer les réponses
form-batch-discard = Tout jeter
form-card = On vous demande

form-said-asked = C’est envoyé à celles et ceux qui répondent.
form-said-corrected = C’est corrigé.
form-said-answered = Merci : votre réponse est enregistrée.
form-said-signed = C’est signé. Vous pouvez changer votre réponse tant que le formulaire est ouvert.
form-said-reminded = { $count ->
    [one] Une personne est relancée.
   *[other] { $count } personnes sont relancées.
}
form-said-closed = Le formulaire est clos.
form-said-open = Le formulaire est rouvert.
form-said-withdrawn = « { $title } » est retiré.
form-said-restored = C’est demandé de nouveau.
form-said-entered = { $count ->
    [0] Rien n’a été enregistré.
    [one] Une réponse sur papier est enregistrée.
   *[other] { $count } réponses sur papier sont enregistrées.
}
form-said-removed = La saisie est retirée.
form-said-discarded = Ce qui avait été lu est jeté.

problem-form-title = Dites en une ligne de quoi il s’agit
problem-form-questions = Chaque question a un texte et au moins deux réponses différentes
problem-form-too-long = Cela ne tient pas sur un bulletin de papier : douze réponses au plus, ou moins de questions
problem-form-due = Choisissez un jour à venir, dans un an au plus
problem-form-members-sign = Seules les familles signent : demandez aux familles, ou faites un sondage
problem-form-choose = Choisissez une réponse
problem-form-sign = Cochez la phrase pour signer
problem-form-answered = Quelqu’un a déjà répondu : le texte ne change plus. Retirez ce formulaire et faites-en un nouveau
problem-form-closed = Ce formulaire ne prend plus de réponse
problem-form-not-yours-to-sign = Seuls les responsables légaux signent ce formulaire
problem-form-all-answered = Tout le monde a répondu
problem-form-reminded = Une relance est déjà partie il y a moins d’un jour
problem-form-no-paper = Ce formulaire n’a pas de bulletin de papier
problem-form-slips-none = Choisissez au moins une photo
problem-form-slips-many = { $count } photos au plus à la fois
problem-form-slips-busy = D’autres bulletins sont en cours de lecture. Recommencez dans une minute
problem-form-letters = Ce ne sont pas les dix lettres d’un bulletin : vérifiez-les
problem-form-letters-other = Ce bulletin n’est pas de ce formulaire
problem-form-letters-there = Ce bulletin est déjà dans cette lecture
problem-form-look = Regardez chaque bulletin douteux : choisissez ses réponses et dites s’il est signé, ou laissez-le de côté

notice-class-form-asked = On vous demande de répondre : { $title }
notice-class-form-reminded = Rappel, votre réponse est attendue : { $title }

class-add-files = Photos et fichiers
class-hand-files = Photos et fichiers à rendre
class-file-remove = Enlever
class-said-file-removed = Le fichier est enlevé.
problem-class-too-many-files = { $count } fichiers au plus
problem-homework-take-back-first = C’est rendu : reprenez d’abord votre travail
