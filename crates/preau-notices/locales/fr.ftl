notices-ways = Choisir comment être prévenu
notices-none = Rien de nouveau
notices-none-hint = Dès qu’une publication, un message ou un devoir vous concerne, il apparaît ici.
notices-unread = { $count ->
    [0] Vous avez tout lu.
    [one] Une nouvelle non lue
   *[other] { $count } nouvelles non lues
}
notices-new = Nouveau :
notices-emergency = Urgent
notices-read-all = Tout marquer comme lu
notices-read-one = Marquer comme lu
notices-older = Plus anciennes
notices-said-read = { $count ->
    [0] Tout était déjà lu.
    [one] C’est marqué comme lu.
   *[other] { $count } nouvelles sont marquées comme lues.
}

problem-emergency-not-the-head = Seule la direction envoie un message urgent. Les autres messages attendent les heures d’ouverture.
problem-notices-too-many = C’est trop de personnes à prévenir en une fois.

notices-colon = {" "}:
notices-save = Enregistrer
notices-said-wishes = C’est enregistré.
notices-said-mail-yes = Vous recevrez au plus un e-mail par jour. Vous pouvez changer d’avis à tout moment.
notices-said-mail-no = Vous ne recevrez pas d’e-mail. Tout reste dans vos nouvelles.
notices-said-push-off = Cet appareil ne sera plus prévenu.
notices-said-handed = C’est noté : remis sur papier.

notices-night = Personne n’est réveillé la nuit
notices-night-hint = Ce qu’on vous écrit vous parvient entre { $from } et { $until }.
notices-night-weekend = Rien n’arrive du vendredi soir au lundi matin.
notices-night-read = Vous pouvez lire et écrire quand vous voulez. Seule la direction peut envoyer un message urgent, et cela se voit.

notices-mail = Par e-mail
notices-mail-short = E-mail
notices-mail-wanted = Recevoir un résumé, au plus une fois par jour
notices-mail-hint = À { $address }. L’e-mail dit combien de nouvelles vous attendent et où les lire. Il ne contient ni nom d’enfant ni message.
notices-mail-at = À partir de
notices-mail-none = L’établissement n’a pas votre adresse. Demandez au secrétariat de la noter.
notices-mail-bounced = Le dernier e-mail à { $address } a été refusé : l’adresse n’existe peut-être plus. Demandez au secrétariat de la corriger.
notices-mail-again = L’adresse est bonne, réessayer
notices-mail-ask = Recevoir un e-mail quand il y a du nouveau ?
notices-mail-ask-hint = Au plus un par jour, à { $address }, sans nom ni message.
notices-mail-yes = Oui, volontiers
notices-mail-no = Non merci

notices-quiet = Mes heures calmes
notices-quiet-hint = En plus des heures de l’établissement, rien ne vous appelle entre ces heures. Laissez vide si vous n’en voulez pas.
notices-quiet-from = De
notices-quiet-until = à
problem-notices-quiet-both = Donnez les deux heures, ou aucune.

notices-what = Pour quoi
notices-what-hint = Tout apparaît toujours dans vos nouvelles. Choisissez ce qui vous prévient aussi ailleurs.
notices-news = Nouvelles
notices-push = Sur cet appareil
notices-push-short = Appareil
notices-push-hint = Votre téléphone ou votre ordinateur affiche « Il y a du nouveau dans Préau », rien d’autre. Pour cela, l’établissement passe par le service du fabricant de votre navigateur, qui voit seulement que l’appareil a été appelé.
notices-push-on = Prévenir cet appareil
notices-push-off = Ne plus prévenir
notices-push-here = Cet appareil
notices-push-since = Depuis le { $day }
notices-push-failing = le dernier appel n’a pas abouti
notices-push-no = Ce navigateur ne sait pas être prévenu. Sur un iPhone, ajoutez d’abord Préau à l’écran d’accueil.
notices-push-denied = Vous avez refusé les notifications pour ce site. Vous pouvez les permettre dans les réglages du navigateur.
notices-push-failed = Cela n’a pas marché. Réessayez dans un moment.
notices-push-script = Il faut JavaScript pour prévenir cet appareil. Tout le reste marche sans.
notices-push-unset = Aucun service d’appel n’est permis dans la configuration ([push] allow). Les téléphones ne peuvent donc pas être prévenus, et personne ne voit de bouton ici. Vous seul voyez ce message, parce que vous administrez l’établissement.
notices-push-sentence = Il y a du nouveau.
problem-notices-push-unlisted = L’établissement n’a pas permis ce service d’appel.
problem-notices-push-shared = Sur un appareil partagé, personne n’est prévenu. Connectez-vous sans « appareil partagé » pour le permettre.
problem-notices-push-keys = Ce navigateur a donné une clé qui ne se lit pas.

notices-mail-subject = { $institution } : { $count ->
    [one] une nouvelle
   *[other] { $count } nouvelles
}
notices-mail-subject-emergency = URGENT – { $institution }
notices-mail-hello = Bonjour,
notices-mail-new = Il y a du nouveau pour vous :
notices-mail-emergency = La direction a envoyé un message urgent.
notices-mail-read = Pour lire :
notices-mail-why = { $institution } vous écrit parce que vous l’avez souhaité, ou parce que vous y travaillez.
notices-mail-stop = Ne plus recevoir d’e-mail : { $address }

notices-stop = Ne plus recevoir d’e-mail
notices-stop-hint = Vos nouvelles restent dans Préau. Vous pourrez redemander des e-mails dans votre compte.
notices-stop-yes = Ne plus recevoir d’e-mail
notices-stopped = C’est fait
notices-stopped-hint = Vous ne recevrez plus d’e-mail. Vos nouvelles restent dans Préau.

notices-paper = Sur papier
notices-paper-hint = Les familles qui ne se sont pas connectées depuis 30 jours et que rien d’autre ne prévient.
notices-paper-before = Semaine d’avant
notices-paper-after = Semaine d’après
notices-paper-print = Imprimer
notices-paper-all = Tout est remis
notices-paper-one = Remis
notices-paper-handed = Remis le { $day }
notices-paper-none = Aucune feuille à remettre
notices-paper-none-hint = Cette semaine, chaque famille est jointe autrement, ou n’a rien de nouveau (semaine du { $day }).
notices-paper-week = semaine du { $day }
notices-paper-family = Famille de { $children }
notices-paper-for = Pour { $names }
notices-paper-page = À lire et à répondre sur { $address }, ou avec ce code.
notices-paper-qr = Adresse de la page des nouvelles

check-notices-mail-off = Aucun serveur d’e-mail
check-notices-mail-off-mend = Donnez le serveur de l’établissement dans la configuration ([smtp]) : les familles qui le veulent recevront un résumé.
check-notices-mail-good = Les e-mails partent
check-notices-mail-good-mend = Rien à faire.
check-notices-mail-stuck = Des e-mails attendent depuis { $hours } h : { $answer }
check-notices-mail-stuck-mend = Vérifiez l’adresse, le mot de passe et le certificat du serveur d’e-mail dans la configuration ([smtp]).
check-notices-mail-refused = { $count ->
    [one] Une adresse e-mail a été refusée
   *[other] { $count } adresses e-mail ont été refusées
}
check-notices-mail-refused-mend = Demandez la bonne adresse à la personne et corrigez sa fiche.
check-notices-mail-unsure = { $count ->
    [one] Un e-mail a été interrompu
   *[other] { $count } e-mails ont été interrompus
} cette semaine
check-notices-mail-unsure-mend = On ne sait pas s’ils sont arrivés. Ils n’ont pas été renvoyés ; ce qui n’était pas lu était dans l’e-mail du lendemain.
check-notices-push-failing = { $failing } appareils sur { $count } n’ont pas pu être prévenus
check-notices-push-failing-mend = Vérifiez que le serveur joint les services permis dans la configuration ([push] allow).
check-notices-push-good = Les appareils sont prévenus
check-notices-push-good-mend = Rien à faire.
