# Importer des listes : pages et ligne de commande.
roster-title = Importer des listes
roster-lead = Déposez les fichiers exportés de votre logiciel, tels quels. Rien ne sera écrit avant que vous ayez relu.
roster-drop = Déposez vos fichiers ici
roster-drop-hint = ONDE, SIECLE, OneRoster, Excel, LibreOffice ou CSV. { $files } fichiers et { $megabytes } Mo au plus.
roster-sending = Envoi des fichiers
roster-reading-them = Lecture des fichiers…
roster-sending-failed = L’envoi a échoué. Vérifiez le réseau, puis recommencez.
roster-stop-sending = Arrêter l’envoi
roster-read = Lire les fichiers
roster-where = Où trouver ces fichiers ?
roster-where-onde = Dans ONDE, ouvrez « Élèves › Extraction », puis téléchargez les élèves, les responsables et les enseignants (CSV).
roster-where-siecle = Dans SIECLE, ouvrez « Exportations › En XML », puis téléchargez les élèves sans adresses, les responsables avec adresses et les structures. Gardez les fichiers zip tels quels.
roster-where-pronote = Dans Pronote, ouvrez « Imports/Exports › TXT/CSV/XML › Exporter un fichier texte », choisissez les élèves, puis les responsables. Préau demandera une fois ce que contient chaque colonne.
roster-where-table = Un tableau Excel, LibreOffice ou CSV convient aussi : une ligne de titres, puis une ligne par personne.
roster-nothing-leaves = Les fichiers restent sur ce Préau et sont effacés après 30 jours.
roster-past = Imports des 30 derniers jours
roster-state-reading = En lecture
roster-state-mapping = Colonnes à expliquer
roster-state-asked = À relire
roster-state-applying = En cours d’import
roster-state-applied = Importé
roster-state-undone = Annulé
roster-state-refused = Fichier refusé
roster-state-cancelled = Abandonné
roster-open = Ouvrir

roster-reading-title = Lecture des fichiers
roster-applying-title = Import en cours
roster-reading-hint = Vous pouvez quitter cette page et revenir : la lecture continue.
roster-applying-hint = Tout est écrit d’un coup ou pas du tout. Vous pouvez quitter cette page et revenir.
roster-percent = { $percent } % lus
roster-look-again = Actualiser
roster-start-over = Recommencer la lecture
roster-give-up = Abandonner

roster-columns-title = À quoi correspond chaque colonne ?
roster-columns-lead = { $file }. Préau a reconnu { $known ->
    [0] aucune colonne
    [one] une colonne
   *[other] { $known } colonnes
 } sur { $all }.
roster-columns-sample = Extrait du fichier
roster-columns-caption = Colonnes du fichier et premières lignes
roster-columns-missing = Il manque une colonne
roster-columns-missing-hint = Indiquez quelle colonne contient : { $columns }. Sans elle, personne ne peut être reconnu.
roster-kind = De qui est-ce la liste ?
roster-kind-learner = Élèves
roster-kind-guardian = Responsables
roster-kind-staff = Personnel
roster-kind-space = Classes et groupes
roster-complete = Cette liste est complète
roster-complete-hint = Les personnes venues d’un tableau et absentes de celui-ci seront proposées comme partantes.
roster-remember = Retenir pour les prochains fichiers
roster-remember-hint = Un fichier avec les mêmes titres sera reconnu tout seul.
roster-see-difference = Voir ce que cela changerait
roster-column-ignore = Ne pas importer
roster-column-family-name = Nom
roster-column-given-name = Prénom
roster-column-full-name = Nom et prénom
roster-column-used-name = Nom d’usage
roster-column-preferred-name = Prénom d’usage
roster-column-birth = Date de naissance
roster-column-sex = Sexe
roster-column-class = Classe
roster-column-group = Groupe
roster-column-level = Niveau
roster-column-email = Adresse électronique
roster-column-mobile-phone = Téléphone portable
roster-column-home-phone = Téléphone du domicile
roster-column-work-phone = Téléphone du travail
roster-column-title = Civilité
roster-column-street = Rue
roster-column-postcode = Code postal
roster-column-town = Commune
roster-column-country = Pays
roster-column-ine = INE
roster-column-identifier = Identifiant
roster-column-photo = Autorisation photo
roster-column-associations = Autorisation associations
roster-column-child-family-name = Nom de l’enfant
roster-column-child-given-name = Prénom de l’enfant
roster-column-child-class = Classe de l’enfant

roster-refused-title = Ces fichiers ne peuvent pas être importés
roster-refused-lead = Rien n’a été écrit. Corrigez ce qui suit, puis déposez de nouveau tous les fichiers.
roster-fine = { $count ->
    [one] Ce fichier est lisible :
   *[other] Ces fichiers sont lisibles :
 } { $files }
roster-drop-again = Déposer d’autres fichiers

roster-difference-title = Relire avant d’importer
roster-difference-lead = { $files }, lus le { $moment }. Rien n’est encore écrit.
roster-nothing-title = Tout est déjà à jour
roster-nothing = Ces fichiers ne changent rien : Préau sait déjà tout ce qu’ils disent.
roster-count-new = { $count ->
    [one] nouveau
   *[other] nouveaux
 }
roster-count-changed = { $count ->
    [one] change
   *[other] changent
 }
roster-count-leaving = { $count ->
    [one] s’en va
   *[other] s’en vont
 }
roster-count-doubtful = à vérifier
roster-count-unchanged = sans changement
roster-part-doubtful-learner = Élèves à vérifier : est-ce la même personne ?
roster-part-doubtful-guardian = Responsables à vérifier : est-ce la même personne ?
roster-part-doubtful-staff = Personnel à vérifier : est-ce la même personne ?
roster-part-kept = Changés à la main et par le fichier : que garder ?
roster-part-new-learner = Nouveaux élèves
roster-part-moved-learner = Changent de classe
roster-part-leaving-learner = Élèves qui s’en vont
roster-part-changed-learner = Élèves dont la fiche change
roster-part-new-guardian = Nouveaux responsables
roster-part-changed-guardian = Responsables dont la fiche change
roster-part-leaving-guardian = Responsables qui s’en vont
roster-part-new-staff = Nouveau personnel
roster-part-changed-staff = Personnel dont la fiche change
roster-part-leaving-staff = Personnel qui s’en va
roster-part-new-tie = Nouvelles responsabilités
roster-part-changed-tie = Responsabilités qui changent
roster-part-leaving-tie = Responsabilités qui prennent fin
roster-part-new-space = Nouvelles classes et nouveaux groupes
roster-part-changed-space = Classes et groupes qui changent de nom
roster-part-leaving-space = Classes et groupes à ranger
roster-leaving-hint = Leur accès se ferme. Leur travail est gardé, et ils peuvent revenir par un prochain import.
roster-kept-hint = Quelqu’un a corrigé ces fiches dans Préau, et le fichier dit maintenant autre chose.
roster-no-class = Sans classe
roster-guardian-count = { $count ->
    [0] aucun responsable
    [one] un responsable
   *[other] { $count } responsables
 }
roster-in-file = Dans le fichier
roster-in-preau = Déjà dans Préau
roster-born = né(e) le { $day }
roster-ask-same = Est-ce la même personne ?
roster-answer-same = Oui, c’est { $name }
roster-answer-same-in = Oui, c’est { $name } ({ $place })
roster-answer-other = Non, c’est une autre personne
roster-answer-later = Je ne sais pas, laisser de côté
roster-ask-keep = Que garder ?
roster-answer-keep = Garder ce qui est dans Préau
roster-answer-take = Prendre ce que dit le fichier
roster-why-absent = n’est plus dans le fichier
roster-why-said = parti selon le fichier
roster-why-identifiers-disagree = ses identifiants sont ceux de plusieurs personnes
roster-why-identifier-of-another = son identifiant est celui d’une personne d’un autre nom
roster-why-identifier-differs = même nom et même naissance, autre identifiant
roster-why-several-candidates = plusieurs personnes portent ce nom
roster-why-rivals = plusieurs lignes du fichier désignent la même personne
roster-why-name-only = même nom, rien d’autre à comparer
roster-why-birth-slip = même nom, date de naissance presque pareille
roster-why-near-name = nom presque pareil
roster-why-same-email = même adresse électronique, autre nom
roster-field-returned = Revient
roster-field-left = A quitté l’établissement dans Préau
roster-field-class = Classe
roster-field-groups = Groupes
roster-field-family-name = Nom
roster-field-used-name = Nom d’usage
roster-field-given-names = Prénoms
roster-field-preferred-name = Prénom d’usage
roster-field-birth-date = Date de naissance
roster-field-sex = Sexe
roster-field-title = Civilité
roster-field-email = Adresse électronique
roster-field-phone = Téléphone
roster-field-address = Adresse
roster-field-level = Niveau
roster-field-photo = Autorisation photo
roster-field-association = Autorisation associations
roster-field-head = Direction
roster-field-identifiers = Identifiants
roster-yes = oui
roster-no = non
roster-female = fille ou femme
roster-male = garçon ou homme
roster-see-all = Voir les { $count } lignes
roster-table = Télécharger le tout (tableur)
roster-problems = { $count ->
    [one] Une remarque sur les fichiers
   *[other] { $count } remarques sur les fichiers
 }
roster-problems-more = Les autres ne sont pas montrées ici.
roster-at-file = { $file }
roster-at-line = { $file }, ligne { $line }
roster-at-column = { $file }, ligne { $line }, colonne { $column }
roster-apply = Importer
roster-change-nothing = Ne rien changer
roster-undo-hint = Vous pourrez annuler pendant 30 jours.
roster-save-answers = Enregistrer ces réponses
roster-back-to-difference = Revenir à la relecture
roster-previous = Précédentes
roster-next = Suivantes
roster-pages = Pages
roster-csv-what = Quoi
roster-csv-class = Classe
roster-csv-name = Nom
roster-csv-detail = Détail

roster-done-title = Import du { $moment }
roster-done-added = { $count ->
    [one] personne ajoutée
   *[other] personnes ajoutées
 }
roster-done-changed = { $count ->
    [one] fiche mise à jour
   *[other] fiches mises à jour
 }
roster-done-left = { $count ->
    [one] départ
   *[other] départs
 }
roster-done-spaces = { $count ->
    [one] espace ouvert
   *[other] espaces ouverts
 }
roster-undo-this = Annuler cet import
roster-undo-explain = Tout redevient comme avant, sauf ce que quelqu’un a changé depuis.
roster-undone-kept = { $kept ->
    [one] Une fiche a été changée ou utilisée depuis : elle est restée.
   *[other] { $kept } fiches ou liens ont été changés ou utilisés depuis : ils sont restés.
 }
roster-see-people = Voir les personnes

roster-said-applied = Import terminé : { $added ->
    [0] personne d’ajouté
    [one] une personne ajoutée
   *[other] { $added } personnes ajoutées
 }, { $changed ->
    [0] aucune fiche mise à jour
    [one] une fiche mise à jour
   *[other] { $changed } fiches mises à jour
 }, { $left ->
    [0] aucun départ
    [one] un départ
   *[other] { $left } départs
 }.
roster-said-undone = L’import est annulé : tout est comme avant.
roster-said-undone-partly = L’import est annulé. { $kept ->
    [one] Une fiche ou un lien a été changé depuis et reste.
   *[other] { $kept } fiches ou liens ont été changés depuis et restent.
 }
roster-said-cancelled = L’import est abandonné. Rien n’a été changé.
roster-said-answers = Vos réponses sont enregistrées.
roster-said-differs = Quelque chose a changé dans Préau depuis votre lecture. Relisez, puis importez.
roster-staff-room = Salle des personnels
roster-left-out = { $name } ({ $file }, ligne { $line }) est peut-être déjà dans Préau : laissé de côté. Répondez sur la page des imports.
roster-kept-by-hand = { $name } : changé à la main et gardé ({ $fields }).
roster-cli-nothing = Rien ne change : tout est déjà à jour.
roster-cli-counts = { $kind } : { $new } en plus, { $changed } à changer, { $leaving } en moins, { $doubtful } à vérifier.
roster-cli-dry = Rien n’a été écrit.
roster-cli-applied = Tout est écrit. Pour annuler : page « Importer des listes », pendant 30 jours.
roster-cli-usable = Lisible : { $files }
problem-roster-no-file = Choisissez au moins un fichier.
problem-roster-too-many-files = Trop de fichiers : { $limit } au plus à la fois.
problem-roster-too-large = Ces fichiers dépassent { $megabytes } Mo. Envoyez-les en plusieurs fois.
problem-roster-too-many-open = { $limit } imports attendent déjà une réponse. Terminez-en ou abandonnez-en un.
problem-roster-moved-on = Cet import n’en est plus là. Ouvrez-le de nouveau depuis la liste des imports.
problem-roster-differs = Quelque chose a changé depuis la lecture. Relisez, puis importez.
problem-roster-not-applied = Cet import n’est pas appliqué : il n’y a rien à annuler.
problem-roster-undo-later-first = Un import plus récent s’appuie sur celui-ci. Annulez d’abord le plus récent.
problem-roster-refused = Ces fichiers ne peuvent pas être importés : { $files }
