people-tab-home = Accueil
people-tab-members = Membres
people-tab-settings = Réglages

people-soon = Bientôt
people-hello = Bonjour { $name }
people-todo = Ce qu’il reste à faire
people-todo-count = { $done } sur { $all }
people-todo-later = { $count ->
    [one] Encore une chose à faire
   *[other] Encore { $count } choses à faire
}
people-todo-done = { $count ->
    [one] Un point est déjà bon
   *[other] { $count } points sont déjà bons
}
people-todo-go = Y aller
people-my-children = Mes enfants
people-no-space = Vous n’êtes dans aucun espace
people-no-space-hint = Un enseignant ou le secrétariat peut vous y mettre, ou vous donner un code.
people-have-code = J’ai un code d’invitation
people-role-owner = Propriétaire
people-role-manager = Responsable
people-role-member = Membre
people-role-guardian = Parent
people-role-guest = Invité
people-role-auditor = Contrôle

people-directory-lead = Les personnes et les espaces que vous pouvez trouver.
people-in-directory = Dans l’annuaire
people-directory-label = Nom, classe ou espace
people-search = Chercher
people-answers = { $count ->
    [0] Aucune réponse
    [one] Une réponse
   *[other] { $count } réponses
} pour « { $q } »
people-near = Noms proches
people-pages = Pages
people-next = Suite
people-nobody-found = Personne de ce nom
people-nobody-found-hint = Essayez une partie du nom, ou demandez au secrétariat.
people-persons = Personnes
people-persons-card = Ajouter, chercher, corriger
people-spaces = Espaces
people-spaces-card = Classes, groupes, clubs

people-class-count = { $learners ->
    [0] Aucun élève
    [one] Un élève
   *[other] { $learners } élèves
} · { $families ->
    [0] aucun parent
    [one] un parent
   *[other] { $families } parents
}
people-space-count = { $members ->
    [0] Personne
    [one] Une personne
   *[other] { $members } personnes
}
people-invite = Inviter
people-archived-since = Cet espace est archivé depuis le { $date } : on le lit, on n’y change plus rien.
people-reopen = Rouvrir
people-leaders = Responsables de l’espace
people-no-leader = Personne ne s’occupe encore de cet espace.
people-add-leader = Ajouter quelqu’un
people-about-space = À propos
people-kind = Nature
people-level = Niveau
people-year = Année scolaire
people-you-are = Vous y êtes
people-see-members = Voir les membres
people-your-data = Vos données
people-your-data-text = Tout est sur le serveur de l’établissement. Rien n’est envoyé ailleurs.
people-your-data-check = Vérifier

people-add-member = Ajouter une personne
people-add-member-hint = Son nom
people-as-what = { $name } sera
people-label = Matière ou fonction
people-label-hint = Matière, fonction
people-add = Ajouter
people-remove = Retirer
people-no-members = Aucun membre que vous puissiez voir
people-no-members-hint = Les membres apparaissent ici dès qu’ils sont ajoutés.
people-filter = Chercher dans la liste
people-name = Nom
people-guardians = Responsables
people-actions = Actions

people-space-name = Nom de l’espace
people-space-code = Sigle (quelques lettres)
people-hue = Couleur
people-hue-1 = Couleur 1
people-hue-2 = Couleur 2
people-hue-3 = Couleur 3
people-hue-4 = Couleur 4
people-hue-5 = Couleur 5
people-hue-6 = Couleur 6
people-hue-7 = Couleur 7
people-hue-8 = Couleur 8
people-save = Enregistrer
people-archive-title = Archiver cet espace
people-archive-hint = Ses membres pourront encore tout lire. Personne n’y changera plus rien.
people-archive = Archiver

people-invitation-made = Voici le code d’invitation
people-invitation-once = Notez-le ou copiez-le maintenant : il ne sera plus montré.
people-copy-code = Copier le code
people-copy-link = Copier le lien
people-copied = Copié
people-new-invitation = Nouvelle invitation
people-invite-role = Qui invitez-vous ?
people-invite-member = Quelqu’un d’ici
people-invite-member-hint = La personne a déjà un compte : elle devient membre.
people-invite-guest = Quelqu’un de l’extérieur
people-invite-guest-hint = La personne entre comme invitée. Si elle n’a pas de compte, elle s’en crée un en arrivant, avec son seul nom.
people-invite-until = Peut rester jusqu’au
people-invite-until-hint = Ce jour-là compris. Sinon, jusqu’à ce que vous la retiriez ou que l’espace soit archivé.
people-came = Venues par une invitation
people-invitation-by = sur l’invitation de { $by }
people-invitation-stay = on y reste jusqu’au { $date }
people-invite-uses = Pour combien de personnes
people-invite-days = Pendant combien de jours
people-make-invitation = Créer un code
people-invitations-open = Invitations en cours
people-invitation-line = jusqu’au { $until }, encore { $uses ->
    [one] une personne
   *[other] { $uses } personnes
}
people-end-invitation = Arrêter


people-change = Modifier
people-more = Autres actions
people-leave = Quitte l’établissement
people-rejoin = Revient dans l’établissement
people-left-on = A quitté l’établissement le { $date }.
people-identity = Identité
people-born = Date de naissance
people-login = Identifiant
people-phone = Téléphone
people-email = Adresse électronique
people-address = Adresse postale
people-each-sees = Chaque responsable voit { $name }, aucun ne voit les coordonnées de l’autre.
people-no-guardian = Aucun responsable n’est connu.
people-until = jusqu’au { $date }
people-legal = Responsable légal
people-picks-up = Vient chercher
people-no-pick-up = Ne vient pas chercher
people-no-contact = Pas de contact
people-no-record = Ne voit pas le dossier
people-add-guardian = Ajouter un responsable
people-children = Enfants
people-as-kin = Lien : { $kinship }
people-opened = Qui a ouvert cette fiche
people-opened-none = Personne, jusqu’ici.
people-opened-all = Tout le journal de cette fiche
people-opened-preau = Préau
people-opened-me = { $name } (moi)
people-opened-gone = Une personne qui n’est plus là
people-consents = Autorisations
people-withdraw = Retirer l’accord
people-give = Donner l’accord
people-refuse = Refuser
people-no-shared-space = Aucun espace.
people-leave-title = { $name } quitte l’établissement ?
people-leave-hint = Son accès se ferme. Rien n’est effacé, et vous pourrez revenir en arrière.
people-leave-no = Non, garder
people-leave-yes = Oui, cette personne part
people-purpose-photo = Photos et vidéos
people-purpose-association = Adresse donnée aux associations de parents
people-purpose-outing = Sortir sans être accompagné
people-answer-to-ask = À demander
people-answer-given = Accord donné
people-answer-refused = Refusé
people-answer-withdrawn = Accord retiré
people-kinship-mother = Mère
people-kinship-father = Père
people-kinship-parent = Parent
people-kinship-grandparent = Grand-parent
people-kinship-step-parent = Beau-parent
people-kinship-guardian = Tuteur ou tutrice
people-kinship-foster = Famille d’accueil
people-kinship-other = Autre

people-admin-counts = { $institution } · { $learners ->
    [0] aucun élève
    [one] un élève
   *[other] { $learners } élèves
}, { $guardians ->
    [0] aucun parent
    [one] un parent
   *[other] { $guardians } parents
}, { $staff ->
    [0] aucun personnel
    [one] un personnel
   *[other] { $staff } personnels
}
people-roster = Importer des listes
people-roster-card = ONDE, SIECLE, OneRoster, tableur
people-letters = Lettres et badges
people-letters-card = Donner un accès à chacun, sur papier
people-who-may = Qui peut écrire à qui
people-who-may-card = Un tableau, des valeurs prudentes
people-year-turn = Changer d’année
people-year-turn-card = Archiver les classes, ouvrir les nouvelles
people-backups = Sauvegardes
people-backups-card = Faire, essayer, remettre
people-journal = Journal
people-journal-card = Qui a fait quoi, sans retouche possible
people-settings = L’établissement
people-settings-card = Nom, code, année, horaires

people-institution-kind = C’est
people-institution-kind-primary = Une école
people-institution-kind-college = Un collège
people-institution-kind-lycee = Un lycée
people-institution-kind-university = Une université ou une grande école
people-institution-kind-hospital = Un hôpital ou une clinique
people-institution-kind-association = Une association
people-institution-name = Nom de l’établissement
people-institution-code = UAI, FINESS ou SIRET
people-institution-code-hint = Par exemple 0750655E. La dernière lettre ou le dernier chiffre est vérifié.
people-optional = facultatif
people-letterhead = En tête des lettres
people-letterhead-hint = Les lettres imprimées portent ces lignes sous le nom de l’établissement.
people-website = Adresse web
people-website-hint = Celle de l’établissement. Sans elle, les lettres donnent celle de ce Préau.
people-language = Langue
people-language-hint = Pour les personnes qui n’en ont pas choisi.
people-time-zone = Fuseau horaire
people-hours = Heures où les messages arrivent
people-hours-hint = Ce qui est écrit en dehors attend le lendemain. On peut toujours lire.
people-weekend = Pause de fin de semaine
people-weekend-pause = Rien n’arrive pendant la fin de semaine
people-weekend-from = Du vendredi à
people-weekend-until = au lundi à
people-from = De
people-to = à
people-second-factor = Le personnel entre en deux étapes
people-second-factor-hint = Une clé d’accès, ou un mot de passe et un code.

people-doubles = Doublons
people-doubles-lead = Des personnes de même nom et de même nature. Ne réunissez que si c’est bien la même. Cela s’annule pendant une heure.
people-no-doubles = Aucun doublon
people-double-first = Ce dossier reste
people-double-second = Celui-ci le rejoint
people-merge = Réunir
people-new-person = Nouvelle personne
people-all-kinds = Toutes
people-who-left = Parties
people-empty-list-hint = Cherchez autrement, ou ajoutez la personne.
people-back-to-record = Dossier
people-given-names = Prénoms
people-family-name = Nom de famille
people-more-fields = Autres renseignements
people-preferred-name = Prénom d’usage
people-used-name = Nom d’usage
people-birth-date = Date de naissance
people-sex = Sexe
people-sex-female = Féminin
people-sex-male = Masculin
people-sex-other = Autre
people-postcode = Code postal
people-city = Ville
people-login-hint = Laissez vide : il est fait à partir du nom.
people-add-person = Ajouter la personne
people-office = Fonction dans l’établissement
people-office-none = Aucune
people-office-owner = Administration : règle tout, nomme les autres
people-office-manager = Direction ou secrétariat : s’occupe des personnes et des espaces
people-office-auditor = Contrôle : lit les réglages et le journal, rien d’autre
people-save-office = Enregistrer la fonction
people-guardian-of = Responsable de { $name }
people-kinship = Lien avec l’enfant
people-legal-rank = Responsabilité légale
people-legal-none = Sans responsabilité légale
people-legal-1 = Responsable légal 1
people-legal-2 = Responsable légal 2
people-rights = Droits
people-right-contact = Est tenu au courant
people-right-pick_up = Peut venir chercher l’enfant
people-limits = Limites décidées par un juge
people-limits-hint = Une limite a toujours une date et une raison. Elle prend fin d’elle-même le dernier jour.
people-limit-no_record = Ne voit ni le dossier ni les espaces de l’enfant
people-limit-no_contact = N’est pas en contact au sujet de l’enfant
people-limit-no_pick_up = Ne vient pas chercher l’enfant
people-limit-reason = Décision (qui, quoi)
people-limited-from = Depuis le
people-limited-until = Jusqu’au
people-end-guardian = Mettre fin
people-end-guardian-hint = { $guardian } n’est plus responsable de { $child }.
people-find-guardian = Cherchez d’abord si cette personne est déjà dans Préau.
people-choose = Choisir
people-new-guardian = Ajouter une nouvelle personne

people-new-space = Nouvel espace
people-archived = Archivés
people-no-spaces = Aucun espace
people-no-spaces-hint = Importez vos listes : les classes s’ouvrent d’elles-mêmes. Ou ouvrez un espace à la main.
people-nobody = personne
people-open-space = Ouvrir l’espace

people-year-none = Dites d’abord quelle est l’année scolaire, dans les réglages de l’établissement.
people-year-lead = Année { $year } : { $spaces ->
    [0] aucune classe ni groupe
    [one] une classe ou un groupe
   *[other] { $spaces } classes et groupes
}. Ils seront archivés, et les mêmes ouverts pour la nouvelle année.
people-year-new = Nouvelle année
people-keep-leaders = Les enseignants restent dans les classes du même nom
people-leaving-levels = Niveaux qui partent
people-leaving-levels-hint = Les élèves de ces niveaux quittent l’établissement.
people-level-count = { $level } ({ $count ->
    [one] un élève
   *[other] { $count } élèves
})
people-year-after = Les élèves entrent dans leur nouvelle classe à l’import des listes de rentrée. Vous avez une heure pour annuler.
people-turn-year = Changer d’année

people-who-may-lead = On peut toujours répondre. Les valeurs prudentes protègent les mineurs.
people-who-write = Qui peut écrire à qui
people-who-find = Qui trouve qui dans l’annuaire
people-who-write-asks = Qui écrit
people-who-find-asks = Qui cherche
people-who-may-caption = Chaque ligne cherche ou écrit, chaque colonne est trouvée ou reçoit
people-reach-nobody = Personne
people-reach-ours = Ses espaces
people-reach-everyone = Tous
people-who-may-always = Une famille trouve toujours ses enfants. Les coordonnées d’un parent ne sont jamais montrées à un autre parent, quel que soit ce tableau.
people-careful-values = Revenir aux valeurs prudentes

people-said-undone = C’est annulé.
people-said-consent = La réponse est notée.
people-said-member = { $name } est dans cet espace.
people-said-removed = La personne est retirée de l’espace.
people-said-saved = C’est enregistré.
people-said-archived = { $name } est archivé.
people-said-invitation-ended = L’invitation ne vaut plus.
people-said-added = { $name } est dans Préau. Identifiant : { $login }.
people-said-left = { $name } a quitté l’établissement.
people-said-returned = { $name } est de retour.
people-said-office = La fonction de { $name } est enregistrée.
people-said-merged = Les deux dossiers de { $name } n’en font plus qu’un.
people-said-guardian-ended = La responsabilité a pris fin.
people-said-opened = { $name } est ouvert. Ajoutez maintenant des personnes.
people-said-turned = Bienvenue en { $year } : { $opened ->
    [one] un espace ouvert
   *[other] { $opened } espaces ouverts
}, { $left ->
    [0] aucun départ
    [one] un départ
   *[other] { $left } départs
}.

check-institution-named = L’établissement a un nom
check-institution-named-mend = Donnez son nom et son code
check-institution-unnamed = L’établissement n’a pas encore de nom
check-institution-unnamed-mend = Donnez son nom et son code
check-second-administrator = Deux personnes administrent Préau
check-second-administrator-mend = Rien à faire
check-one-administrator = Une seule personne administre Préau
check-one-administrator-mend = Nommez-en une deuxième, pour ne jamais être enfermé dehors
check-no-administrator = Personne n’administre Préau
check-no-administrator-mend = Nommez quelqu’un avec la commande preau
check-people-there = Les personnes sont là
check-people-there-mend = Rien à faire
check-people-missing = Aucun élève ni patient n’est encore là
check-people-missing-mend = Importez vos listes
check-spaces-led = Chaque espace a un responsable
check-spaces-led-mend = Rien à faire
check-spaces-alone = { $count ->
    [one] Un espace n’a pas de responsable
   *[other] { $count } espaces n’ont pas de responsable
}
check-spaces-alone-mend = Ajoutez un enseignant ou un animateur
check-learners-answered-for = Chaque élève a un responsable
check-learners-answered-for-mend = Rien à faire
check-learners-alone = { $count ->
    [one] Un élève n’a pas de responsable connu
   *[other] { $count } élèves n’ont pas de responsable connu
}
check-learners-alone-mend = Importez les responsables, ou ajoutez-les

problem-ask-the-desk = Demandez au secrétariat : lui seul change cela
problem-ask-your-guardian = Demande à tes parents : c’est à eux de répondre
problem-may-not-write = Vous ne pouvez pas écrire à cette personne
problem-not-your-record = Ce dossier n’est pas ouvert pour vous
problem-space-archived = Cet espace est archivé : on n’y change plus rien
problem-not-your-space = Seuls les responsables de cet espace peuvent faire cela
problem-ask-an-administrator = Seule l’administration peut changer cela
problem-wrong-proof = Cela n’est pas permis ici
problem-last-administrator = C’est la dernière personne qui administre Préau : nommez-en une autre d’abord
problem-not-founded = L’établissement n’est pas encore installé
problem-has-left = Cette personne a quitté l’établissement
problem-no-guardian = Cette personne ne peut pas répondre de celle-là
problem-not-the-same = Ces deux dossiers ne peuvent pas être la même personne
problem-invitation-over = Cette invitation est inconnue ou terminée. Demandez-en une nouvelle
problem-address-lines = Quatre lignes au plus : une lettre n’a pas plus de place
problem-line-limit = Soixante signes au plus par ligne
problem-not-for-guests = Cette invitation est pour les personnes qui ont déjà un compte. Demandez une invitation pour quelqu’un de l’extérieur
problem-nothing-to-turn = Cette année est déjà l’année en cours
problem-too-late = C’est trop tard pour annuler
problem-space-full = Cet espace est plein
problem-name-missing = Il faut un nom
problem-text-limit = C’est trop long, ou il y a un signe qui ne va pas
problem-email = Cette adresse électronique n’a pas la bonne forme
problem-birth-date = Cette date de naissance n’est pas possible
problem-login-form = De 2 à 40 signes : lettres sans accent, chiffres, point, tiret
problem-login-taken = Cet identifiant est déjà pris
problem-legal-rank = Le rang légal est 1 ou 2
problem-limit-reason = Dites quelle décision limite ce droit
problem-limit-date = Dites depuis quand
problem-limit-until = La fin vient après le début
problem-one-institution = Il n’y a qu’un établissement
problem-role-elsewhere = Ce rôle ne se donne pas ici : un parent est là par son enfant
problem-role-by-code = Un code ne donne pas ce rôle
problem-uses = De 1 à 500 personnes
problem-until-past = Cette date est passée, ou trop lointaine
problem-office = Cette fonction n’existe pas
problem-code-uai = Ce n’est pas un UAI (7 chiffres et une lettre), ou un chiffre est faux
problem-code-finess = Ce n’est pas un FINESS (9 chiffres), ou un chiffre est faux
problem-code-siret = Ce n’est pas un SIRET (14 chiffres), ou un chiffre est faux
problem-year-form = Une année scolaire s’écrit 2026-2027
problem-time-zone = Ce fuseau horaire n’existe pas (exemple : Europe/Paris)
problem-language = Préau ne parle pas cette langue
problem-hour = Une heure s’écrit 07:00
problem-choose = Choisissez dans la liste
problem-date = Cette date n’a pas la bonne forme
problem-number = Il faut un nombre entier
problem-invitation-code = Ce code n’est pas bon : vérifiez chaque lettre
problem-not-empty = Cet établissement n’est pas vide : on ne remet tout que dans un Préau neuf
