serve-listening = Préau écoute sur { $address }
serve-open = À ouvrir dans un navigateur : { $address }
serve-stopped = Préau s’est arrêté. Tout est enregistré.
problem-config-file = Le fichier de configuration { $file } n’est pas bon : { $error }
problem-config-variables = Les variables PREAU_… ne sont pas bonnes : { $error }
problem-config-push = « { $entry } » n’est pas l’adresse d’un service d’appel ([push] allow). Essayez updates.push.services.mozilla.com
problem-config-zone = « { $zone } » n’est pas un fuseau horaire. Essayez Europe/Paris
problem-config-domain = « { $domain } » n’est pas un nom de domaine. Donnez-le comme les gens le tapent : preau.louise-michel.example
problem-folder-in-use = Un autre Préau utilise déjà le dossier { $folder }. Arrêtez-le d’abord, ou donnez un autre dossier avec --data
problem-folder-refused = Le dossier { $folder } ne peut pas être utilisé : { $error }
problem-listen-refused = Impossible d’écouter sur { $address } ({ $error }). Un autre programme y est peut-être déjà : donnez une autre adresse avec --listen
problem-certificate-unusable = Le certificat { $file } ne peut pas être utilisé : { $error }
problem-upgrade-failed = La mise à jour des tables a échoué : rien n’a été changé. Relancez la version précédente de Préau
problem-upgrade-failed-with-copy = La mise à jour des tables a échoué : rien n’a été changé, et une copie d’avant est dans { $copy }. Relancez la version précédente de Préau
problem-upgrade-pending = Ce Préau est plus récent que les données, et un serveur les utilise. Arrêtez-le, puis lancez celui-ci
problem-move-unfinished = Un déménagement ou une restauration vers cette base ne s’est pas terminé : recommencez-le
problem-not-empty = { $what } n’est pas vide : choisissez-en un neuf
problem-demo-not-empty = Il y a déjà des familles ici : l’école de démonstration ne peut pas s’y ajouter
problem-demo-over = Cet établissement n’est plus une démonstration, ou n’a pas d’autre administrateur : rien n’a été effacé
problem-backup-damaged = Dans la sauvegarde, { $what } manque ou a été modifié
problem-backup-form = Cette sauvegarde (forme { $form }) vient d’un Préau plus récent
problem-copy-differs = Après la copie, { $what } n’est pas pareil : rien n’a été gardé
problem-no-such-login = Personne n’a cet identifiant
serve-setup = Pour commencer, ouvrez ce lien (une seule fois, dans l’heure), ou visez le carré avec un téléphone : { $address }

backup-made = Sauvegarde faite dans { $folder } : { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
}, { $blobs ->
    [one] { $blobs } fichier
   *[other] { $blobs } fichiers
}
restore-done = Restauré dans { $data } : { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
}, { $blobs ->
    [one] { $blobs } fichier
   *[other] { $blobs } fichiers
}. Lancez « preau serve --data { $data } »
move-done = Déménagement fait : { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
} et { $blobs ->
    [one] { $blobs } fichier
   *[other] { $blobs } fichiers
}, tout comparé. L’original n’a pas changé. Lancez maintenant « preau serve --config { $config } »
export-done = Tout est écrit dans { $folder }
import-done = { $folder } a été lu en entier
app-password-made = Mot de passe d’application de { $login }, à copier dans l’autre programme. Il ne sera plus montré :

backups = Sauvegardes
backups-scheduled = Une chaque nuit, dans { $folder }
backups-unscheduled = Pas de sauvegarde automatique. Dossier : { $folder }
backups-none = Aucune sauvegarde
backups-none-why = La première se fait la nuit prochaine, ou tout de suite si vous le demandez.
backup-now = Sauvegarder maintenant
backup-at = Quand
backup-rows = Lignes
backup-blobs = Fichiers
backup-tried = Relue
backup-tried-yes = Relue, tout y est
backup-tried-no = Pas encore
backup-try = Tester ma restauration
backup-begun = La sauvegarde a commencé
backup-doing = Une sauvegarde se fait depuis le { $since }
backup-done = La sauvegarde est faite
backup-failed = Cela n’a pas marché : { $why }
trial-begun = L’essai de restauration a commencé
trial-doing = Une sauvegarde est relue depuis le { $since }
trial-good = La restauration marche : { $rows } lignes relues, { $persons ->
    [one] { $persons } personne
   *[other] { $persons } personnes
}, tout est en ordre
look-again = Regarder à nouveau

health = Santé de Préau
health-lead = Ce qui a été regardé à l’instant, et quoi faire
health-looked = Points regardés
health-count = { $good } sur { $all } en ordre
health-mend = Y aller

journal = Journal
journal-lead = Qui a fait quoi, avec les données de qui. Lire cette page y est inscrit aussi.
journal-verify = Vérifier le journal
journal-verb = Acte
journal-any = Tous
journal-login = Identifiant d’une personne
journal-from = Du
journal-to = Au
journal-search = Chercher
journal-none = Rien ne correspond
journal-at = Quand
journal-who = Qui
journal-did = A fait
journal-whose = Pour
journal-preau = Préau
journal-pages = Pages du journal
journal-older = Plus anciens
journal-keep = Gardez cette empreinte ailleurs, sur papier par exemple : elle prouvera que rien n’a été réécrit depuis.
journal-sound = Le journal est intact : { $size ->
    [one] { $size } inscription
   *[other] { $size } inscriptions
}, { $checkpoints ->
    [one] { $checkpoints } empreinte signée comparée
   *[other] { $checkpoints } empreintes signées comparées
}, { $erased ->
    [one] { $erased } inscription effacée
   *[other] { $erased } inscriptions effacées
} à bon droit. Racine : { $root }

transparency-title = Où sont mes données ?
transparency-lead = Chez votre établissement, et nulle part ailleurs que ce qui est écrit ici.
transparency-out = Ce vers quoi ce Préau se connecte
transparency-nothing = Rien : ce Préau n’ouvre aucune connexion vers l’extérieur.
transparency-out-lead = Ces connexions, et aucune autre, ont été inscrites par l’établissement.
transparency-host = Vers
transparency-purpose = Pour
transparency-basis = Base légale
transparency-used = Dernier usage
transparency-sent = Octets envoyés
transparency-near = dans l’établissement
transparency-always = En permanence
transparency-never = Jamais encore
transparency-runs = Ce qui tourne ici
transparency-program = Programme
transparency-database = Base de données
transparency-database-sqlite = Un fichier sur la machine de l’établissement
transparency-database-postgresql = PostgreSQL
transparency-files = Fichiers
transparency-files-folder = Un dossier sur la machine de l’établissement
transparency-files-s3 = Un stockage d’objets (S3)
transparency-licence = Licence
transparency-source = Code source
transparency-source-ask = L’établissement le donne à qui le demande
transparency-pages = Les pages ne chargent rien d’un autre site : ni police, ni image, ni mesure d’audience.
transparency-journal = Le journal
transparency-journal-lead = Chaque accès sensible est inscrit dans un journal que personne ne peut réécrire. Qui garde l’empreinte ci-dessous pourra le prouver.
transparency-journal-none = Le journal commence avec l’établissement.
transparency-verifier = Clé publique
transparency-checkpoint = Dernière empreinte signée

accessibility-title = Accessibilité : déclaration
accessibility-lead = Préau est fait pour tout le monde : au clavier, au lecteur d’écran, sur un vieux téléphone, avec un écran agrandi quatre fois.
accessibility-state = État de conformité
accessibility-state-text = Cet établissement n’a pas encore fait auditer son Préau selon le RGAA 4.1. Le logiciel vise les WCAG 2.2, niveau AA.
accessibility-how = Comment c’est vérifié
accessibility-how-text = À chaque changement du logiciel, toutes les pages sont passées à un outil automatique (axe), pour chaque rôle, et les parcours d’entrée et d’import sont refaits au clavier. Un outil ne voit pas tout : un audit fait par des personnes reste nécessaire.
accessibility-limits = Ce qui peut gêner
accessibility-limits-text = Les documents et les photos déposés par les personnes ne sont pas vérifiés. Demandez une autre forme à qui les a déposés.
accessibility-contact = Signaler un obstacle
accessibility-contact-text = Dites-le à l’administration de l’établissement, de vive voix, par téléphone ou par écrit : elle doit vous donner l’information autrement.
accessibility-appeal = Sans réponse
accessibility-appeal-text = Vous pouvez saisir le Défenseur des droits, gratuitement : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07, ou 09 69 39 00 00.

check-folder-permissions = Dossier { $folder } réservé à Préau
check-folder-permissions-mend = D’autres comptes de cette machine peuvent y entrer. Faites : chmod o-rwx { $folder }
check-disk-room = Place sur le disque : { $gigabytes } Go
check-disk-room-mend = Faites de la place, ou déplacez les sauvegardes sur un autre disque ([backups] folder)
check-clock = Horloge de la machine (année { $year })
check-clock-mend = Mettez la machine à l’heure, par NTP si possible
check-lines-private = Échanges avec les navigateurs chiffrés, ou sur cette machine seulement
check-lines-private-mend = N’importe qui sur le réseau peut lire les échanges : configurez [tls]
check-certificate-missing = Certificat lisible
check-certificate-missing-mend = Il n’y a pas encore de certificat lisible : regardez les lignes « certificate » du journal du serveur
check-certificate-unusable = Un certificat utilisable : { $error }
check-certificate-unusable-mend = Mettez dans ces fichiers un certificat et la clé qui va avec : ils seront lus aussitôt. D’ici là le certificat précédent continue, mais Préau ne pourra pas redémarrer
check-certificate-end = Certificat : encore { $days } jours
check-certificate-end-mend = Renouvelez le certificat : passé ce délai, les navigateurs refuseront d’entrer
check-backup-none = Sauvegarde de moins de deux jours
check-backup-none-mend = Il n’y en a aucune : faites-en une maintenant
check-backup-old = La dernière sauvegarde a { $days } jours
check-backup-old-mend = La sauvegarde de la nuit ne s’est pas faite : essayez à la main, la raison sera affichée
check-backup-untried = Sauvegarde récente
check-backup-untried-mend = Une sauvegarde jamais relue ne compte pas : testez la restauration
check-backup-good = Sauvegarde d’il y a { $hours } h, restauration essayée
check-events-waiting = Événements en attente : { $waiting }
check-events-failing = Événements qui échouent : { $failing }
check-events-failing-mend = « { $first } » échoue à chaque essai : la raison est dans le journal du serveur
check-jobs-dead = Tâches abandonnées après trop d’échecs : { $dead }
check-jobs-dead-mend = La première est { $first } : la raison est dans le journal du serveur
check-journal-sound = Journal comparé à ses empreintes ({ $size } inscriptions)
check-journal-sound-mend = Le journal a été modifié : « preau journal verify » dit où. Gardez cette machine en l’état et comparez avec une empreinte gardée ailleurs
check-blobs-there = Fichiers attendus et absents : { $missing } sur { $count }
check-blobs-there-mend = Restaurez-les depuis une sauvegarde
check-blobs-whole = Fichiers abîmés : { $spoilt } sur { $count }
check-blobs-whole-mend = Le disque les a changés : restaurez-les depuis une sauvegarde, et changez le disque

problem-backup-busy = Une sauvegarde ou un essai est déjà en cours
problem-no-institution = Il n’y a pas de Préau dans { $folder }. Indiquez le dossier avec --data
problem-too-many-files = Il y a trop de fichiers dans { $folder } : retirez ceux qui n’y ont rien à faire
problem-same-place = Les deux configurations décrivent le même endroit : il n’y a rien à déménager
problem-not-of-everything = Seul un export de tout l’établissement peut être importé
problem-trial-failed = La restauration ne donne pas un Préau en ordre : { $what }
problem-unwell = { $count ->
    [one] Un point est à réparer
   *[other] { $count } points sont à réparer
}
problem-journal-unsound = Le journal a été modifié{ $index ->
    [none] {""}
   *[other] {" "}(inscription { $index })
} : { $what ->
    [missing] il manque une inscription
    [body] une inscription n’est plus celle qui fut écrite
    [leaf] une inscription ne correspond plus à sa feuille
    [tile] l’arbre enregistré n’est pas celui de ses feuilles
    [root] les inscriptions ne donnent plus la racine qui fut signée
    [signature] une empreinte n’est pas signée par la clé du journal
    [unsigned] aucune empreinte ne couvre les dernières inscriptions
    [cut-off] une empreinte couvre plus d’inscriptions qu’il n’y en a
    [order] les empreintes ne sont pas dans l’ordre
    [erasure] des inscriptions ont été vidées sans l’acte qui le dit
   *[cosignature] la signature d’un témoin n’est pas bonne
}
problem-config-missing = Il n’y a pas de fichier de configuration { $file }
problem-folder-missing = { $folder } n’existe pas
problem-folder-forbidden = { $folder } n’est pas ouvert à cet utilisateur : lancez la commande comme le propriétaire du dossier
problem-no-backup = { $folder } n’est pas une sauvegarde, ou elle ne s’est pas terminée : il y manque manifest.json
problem-not-a-checkpoint = { $file } ne contient pas d’empreinte signée par ce journal

cli-roster-learners = Élèves : { $new } à ajouter, { $changed } à modifier, { $leaving } qui partent, { $doubtful } à vérifier
cli-roster-guardians = Responsables : { $new } à ajouter, { $changed } à modifier, { $leaving } qui partent, { $doubtful } à vérifier
cli-roster-staff = Personnels : { $new } à ajouter, { $changed } à modifier, { $leaving } qui partent, { $doubtful } à vérifier
cli-roster-spaces = Classes et groupes : { $new } à ajouter, { $changed } à modifier, { $leaving } qui partent, { $doubtful } à vérifier
cli-roster-nothing-written = Rien n’a été écrit. Sans --dry-run, cela le sera
cli-roster-written = C’est écrit. On peut encore l’annuler, dans l’administration
cli-roster-nothing-new = Rien de nouveau : rien n’a été écrit
problem-roster-refused-files = Ces fichiers ne peuvent pas être lus, rien n’a été écrit : { $what }

help-usage = Utilisation :
help-command = COMMANDE
help-commands = Commandes{" "}
help-arguments = Arguments{" "}
help-options = Options{" "}
help-value-addr = ADRESSE
help-value-config = FICHIER
help-value-dir = DOSSIER
help-value-file = FICHIER
help-value-id = ID
help-value-login = IDENTIFIANT
help-value-n = N
help-preau = Préau : le lieu où se retrouver, propre à l’école, à l’université, à l’hôpital. Un programme, un dossier, rien ne sort.
help-any-help = Affiche cette aide
help-any-version = Affiche la version
help-any-json = Répond en JSON, pour les programmes
help-any-data = Le dossier des données
help-any-config = Le fichier de configuration
help-serve = Fait tourner Préau ; sur un dossier vide, affiche un lien d’installation qui sert une fois
help-serve-listen = Où écouter, par exemple 127.0.0.1:8080 ; le port 0 prend n’importe lequel de libre
help-demo = Fait tourner un établissement inventé, pour le visiter
help-demo-data = Le dossier des données ; sans lui, un dossier temporaire, effacé à la fin
help-demo-listen = Où écouter ; sans indication, 127.0.0.1:8080
help-demo-media-port = Le port des appels
help-roster = Importe des personnes depuis les fichiers de la scolarité, ou dit ce que cela changerait
help-roster-dry-run = Ne change rien : dit ce qui changerait
help-roster-files = Les fichiers, tels que le logiciel de scolarité les exporte : ONDE, SIECLE, OneRoster, CSV, ODS, XLSX
help-app-password = Affiche un mot de passe pour un seul logiciel (fichiers, agenda, messagerie) de quelqu’un
help-app-password-login = L’identifiant de la personne
help-export = Écrit tout ce qui est gardé d’une personne, d’un espace ou de tous, en formats ouverts
help-export-person = Une personne, par son identifiant
help-export-space = Un espace, par son numéro
help-export-all = Tout
help-export-to = Le dossier à créer ; absent ou vide
help-import = Lit un export complet dans un établissement vide
help-import-from = L’export
help-backup = Fait une copie qui peut être restaurée, pendant que l’établissement s’en sert
help-backup-test = La restaure dans un dossier temporaire à côté, pour voir si cela marche
help-backup-to = Le dossier à créer ; absent ou vide
help-restore = Restaure une sauvegarde à un endroit vide
help-restore-from = La sauvegarde
help-move = Transporte l’établissement vers une autre base ou un autre stockage
help-move-to = La configuration où aller
help-doctor = Dit ce qui ne va pas, et comment le réparer
help-doctor-blobs = Relit chaque fichier et le compare à son empreinte : aussi long que de lire tout le stockage
help-journal = Prouve que personne n’a récrit le journal
help-journal-verify = Recalcule le journal et le compare à chaque empreinte signée
help-journal-verify-known = Une empreinte signée gardée ailleurs, sur papier ou chez un voisin : le journal doit en être la suite
help-config = Affiche une configuration commentée
help-config-example = Affiche chaque clé, sa valeur par défaut et son sens

wrong-use = Cette commande ne se comprend pas
wrong-use-unknown = { $argument } n’existe pas ici
wrong-use-command = Il n’y a pas de commande { $command }
wrong-use-missing = Il manque { $argument }
wrong-use-without-value = { $argument } attend une valeur
wrong-use-value = « { $value } » ne convient pas à { $argument }
wrong-use-together = { $argument } et { $other } ne vont pas ensemble
wrong-use-perhaps = Peut-être { $suggested } ?
wrong-use-usage = Utilisation : { $usage }
wrong-use-more = Pour en savoir plus, ajoutez --help

demo-clear-title = Commencer pour de vrai
demo-clear-lead = L’école de démonstration a servi à regarder. Enlevez-la avant d’accueillir de vraies personnes.
demo-clear-not = Ici, elle ne peut pas être enlevée : de vraies familles sont là, ou personne d’autre que ses habitants n’administre l’établissement.
demo-clear-none = Il n’y a pas d’école de démonstration ici
demo-clear-what = Ce qui se passe
demo-clear-people = { $count ->
    [one] La personne inventée est effacée.
   *[other] Les { $count } personnes inventées sont effacées, avec leurs fiches et leurs lettres.
}
demo-clear-spaces = Leurs classes et leurs espaces sont archivés.
demo-clear-stays = Votre compte, les réglages de l’établissement et ce que vous avez ouvert vous-même restent.
demo-clear-sure = Oui, je veux effacer l’école de démonstration. Cela ne s’annule pas.
demo-clear-no = Pas maintenant
demo-clear-yes = Effacer la démonstration
demo-said-gone = L’école de démonstration est effacée. Déposez maintenant votre liste.
check-demo-here = L’école de démonstration est encore là
check-demo-here-mend = Enlevez-la avant d’importer de vraies personnes.
problem-demo-sure = Cochez la case pour confirmer
