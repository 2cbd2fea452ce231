language-name = Français
skip = Aller au contenu
main-menu = Menu principal
close-menu = Fermer le menu
menu = Menu
shortcuts = Raccourcis
home = Accueil
directory = Annuaire
my-calendar = Mon agenda
administration = Administration
my-spaces = Mes espaces
where-is-my-data = Où sont mes données ?
search-label = Chercher une personne ou un espace
search-placeholder = Une personne, un espace
my-account = Mon compte
account-short = Compte
my-account-of = Mon compte, { $name }
my-devices = Mes appareils
who-looked = Qui a regardé ma fiche
notices = Nouvelles
bell-label = { $count ->
    [0] Nouvelles
    [one] Nouvelles, une non lue
   *[other] Nouvelles, { $count } non lues
}
bell-unread = { $count ->
    [one] , une non lue
   *[other] , { $count } non lues
}
sign-out = Se déconnecter
transparency = Transparence
accessibility = Accessibilité
undo = Annuler
back-home = Retour à l’accueil

month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
date-day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
date-moment = { $date }, { $hour } h { $minute }
date-weekday-day = { $weekday } { $day ->
    [1] 1er
   *[other] { $day }
} { $month }
date-hour = { $hour } h { $minute }
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche
month-short-1 = janv.
month-short-2 = févr.
month-short-3 = mars
month-short-4 = avr.
month-short-5 = mai
month-short-6 = juin
month-short-7 = juil.
month-short-8 = août
month-short-9 = sept.
month-short-10 = oct.
month-short-11 = nov.
month-short-12 = déc.

role-owner = Administration
role-manager = Responsable
role-member = Membre
role-guardian = Parent
role-guest = Invité
role-auditor = Contrôle
person-kind-staff = Personnel
person-kind-learner = Élève
person-kind-guardian = Parent ou responsable
person-kind-patient = Patient
person-kind-guest = Invité
space-kind-institution = Établissement
space-kind-class = Classe
space-kind-group = Groupe
space-kind-staff = Équipe
space-kind-ward = Service de soins
space-kind-club = Club
space-kind-project = Projet

problem-internal = Préau a rencontré une erreur.
problem-internal-next = Rien n’a été changé. Réessayez ; si cela revient, prévenez la personne qui administre Préau.
problem-not-found = Cette page n’existe pas, ou n’est pas pour vous
problem-sign-in-first = Entrez d’abord dans Préau
problem-foreign-form = Ce formulaire vient d’un autre site : il a été refusé
problem-form = Il manque quelque chose dans le formulaire, ou un champ n’est pas bon
problem-too-large = C’est trop gros pour être envoyé ici
problem-too-slow = L’envoi a pris trop de temps. Réessayez
problem-exists-already = Cela existe déjà
problem-disk-full = Le disque du serveur est plein : rien n’a été enregistré
problem-database-unavailable = La base de données ne répond pas. Réessayez dans un instant
problem-folder-not-empty = Le dossier { $folder } n’est pas vide : choisissez un dossier neuf
problem-archive-damaged = Le fichier { $file } de l’archive manque ou a été modifié
problem-archive-form = Cette archive (forme { $form }) vient d’un Préau plus récent
problem-unwritable = Impossible d’écrire : { $error }
problem-bus-unavailable = Les nœuds ne se parlent plus : les pages ouvertes ne se mettent pas à jour seules
problem-egress-address = Cette adresse n’est pas celle d’un serveur
problem-egress-not-listed = Ce serveur n’est pas sur la liste de ceux que Préau peut joindre
problem-egress-near = Ce nom mène au réseau intérieur : la liste doit le permettre expressément
problem-egress-list-full = La liste des serveurs à joindre est pleine
problem-egress-failed = L’autre serveur ne répond pas. Réessayez plus tard
problem-blob-missing = Ce fichier n’est plus là
problem-blob-corrupt = Ce fichier est abîmé sur le disque : prévenez la personne qui administre Préau
problem-blob-too-large = Ce fichier dépasse { $limit } octets
problem-blob-broke-off = L’envoi s’est interrompu : rien n’a été gardé. Réessayez
problem-blob-unavailable = Le rangement des fichiers ne répond pas. Réessayez dans un instant
problem-blob-expired = L’envoi a trop attendu : recommencez
problem-upload-too-large = Ce fichier dépasse { $megabytes } Mo : il ne peut pas être envoyé ici
problem-upload-too-many = Trop d’envois attendent déjà ({ $limit }) : terminez-les, ou revenez demain
problem-upload-no-room = Vos envois en attente dépassent ensemble { $megabytes } Mo : terminez-les, ou revenez demain
problem-upload-unfinished = Un fichier n’est pas encore arrivé en entier. Attendez la fin de l’envoi
problem-upload-gone = Ce fichier n’attend plus ici : il est déjà parti, ou c’est trop vieux. Choisissez-le à nouveau
problem-upload-cut = L’envoi s’est interrompu. Ce qui est arrivé est gardé : réessayez
problem-upload-offset = Cet envoi a avancé ailleurs entre-temps
problem-upload-too-long = Il est arrivé plus que la taille annoncée
problem-upload-key = Cette clé désigne déjà un autre fichier
problem-upload-changed = Cet envoi vient de changer. Réessayez
problem-upload-purpose = Rien ici ne reçoit de fichiers pour cela
problem-upload-metadata = La description du fichier ne peut pas être lue
problem-upload-header = L’en-tête { $header } manque ou n’est pas un nombre
problem-upload-version = Préau parle tus 1.0.0

offline-title = Pas de réseau
offline-opened = Cette page n’est pas gardée sur cet appareil : elle s’ouvrira dès que le réseau revient.
offline-sent = Rien n’est parti. Revenez en arrière : ce que vous avez écrit y est le plus souvent encore.
offline-again = Réessayer
offline-as-of = Pas de réseau. Voici cette page telle qu’elle était le { $moment }.

outbox-photos-hint = Vos photos sont réduites sur cet appareil, sans le lieu ni l’heure de la prise de vue, avant d’être envoyées.
outbox-all = Tous les fichiers
outbox-up = Monter { "{" }name{ "}" }
outbox-down = Descendre { "{" }name{ "}" }
outbox-stop = Suspendre l’envoi de { "{" }name{ "}" }
outbox-go = Reprendre l’envoi de { "{" }name{ "}" }
outbox-remove = Retirer { "{" }name{ "}" }
outbox-preparing = Préparation…
outbox-waiting = En attente
outbox-sending = En cours d’envoi
outbox-offline = Pas de réseau : l’envoi reprendra tout seul
outbox-stopped = Suspendu
outbox-done = Envoyé
outbox-failed = Ce fichier n’a pas pu partir
outbox-unreadable = Cette image ne peut pas être lue
outbox-heic = Ce navigateur ne sait pas lire les photos HEIC. Choisissez-la depuis un iPhone, ou enregistrez-la d’abord en JPEG
outbox-too-large = Ce fichier est trop gros pour être envoyé ici
outbox-count = Fichiers envoyés : { "{" }done{ "}" } sur { "{" }all{ "}" }
outbox-form-sending = Envoi en cours. Vous pouvez continuer ailleurs dans Préau : tout partira.
outbox-form-offline = Pas de réseau. Tout est gardé sur cet appareil et partira dès qu’il revient.
outbox-form-stuck = Un fichier ne peut pas partir : retirez-le, puis envoyez.
outbox-sent = Votre envoi est parti

egress-purpose-acme = Certificat du nom de l’établissement
egress-purpose-smtp = Courrier
egress-purpose-push = Réveil des téléphones
egress-purpose-identity = Connexion et annuaire
egress-purpose-object-storage = Rangement des fichiers
egress-purpose-database = Base de données
egress-purpose-bus = Entre les nœuds de l’établissement
egress-purpose-translation = Traduction demandée par une personne
egress-purpose-federation = Établissement voisin
egress-purpose-witness = Témoin du journal
egress-purpose-network = Heure et relais
basis-public-task = Mission de service public (RGPD, article 6.1.e)
basis-consent = Accord de la personne (RGPD, article 6.1.a)

file-kilobytes = { $count } ko
file-megabytes = { $count } Mo
file-film-download = Tous les navigateurs ne lisent pas ce film : téléchargez-le pour le regarder.
file-sound-download = Tous les navigateurs ne lisent pas cet enregistrement : téléchargez-le pour l’écouter.
problem-picture-unreadable = La photo « { $name } » est illisible. Ouvrez-la sur votre appareil, enregistrez-la en JPEG et choisissez-la de nouveau.
problem-picture-locked = La photo « { $name } » a un format (HEIC par exemple) qui dit où elle a été prise, et que nous ne savons pas enlever. Enregistrez-la en JPEG et choisissez-la de nouveau.
problem-picture-points = La photo « { $name } » est trop grande : 50 millions de points au plus. Réduisez-la et choisissez-la de nouveau.
problem-picture-bytes = La photo « { $name } » dépasse { $megabytes } Mo. Réduisez-la et choisissez-la de nouveau.
problem-pictures-busy = Beaucoup de photos sont en préparation en ce moment. Réessayez dans une minute : ce que vous avez envoyé est gardé.
problem-film-unreadable = Le film ou l’enregistrement « { $name } » n’est pas lisible en entier : nous ne pouvons pas enlever le lieu où il a été pris. Enregistrez-le en MP4 et choisissez-le de nouveau.
