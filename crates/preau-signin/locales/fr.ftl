signin-title = Entrer dans Préau
signin-login = Identifiant
signin-password = Mot de passe
signin-see = Voir
signin-go = Entrer
signin-continue = Continuer
signin-back = Retour
signin-no = Annuler
signin-remove = Retirer
signin-copy = Copier
signin-copied = Copié
signin-print = Imprimer
signin-optional = (facultatif)
signin-never = jamais
signin-given = Prénom
signin-family = Nom
signin-shared = D’autres personnes utilisent cet appareil
signin-shared-hint = Vous serez déconnecté quand le navigateur se ferme.
signin-with-passkey = Entrer avec cet appareil
signin-first-time = C’est votre première fois ?
signin-first-time-hint = Prenez la lettre que vous avez reçue, avec son code de dix caractères.
signin-have-letter = J’ai une lettre
signin-am-child = Je suis un enfant, en classe
signin-lost = J’ai perdu mon mot de passe
signin-lost-hint = Un élève demande à son professeur, les autres au secrétariat : ils impriment une nouvelle lettre. Aucune adresse électronique n’est nécessaire.
signin-other-way = Entrer autrement
signin-pin = Code PIN
signin-pin-new = Votre code PIN
signin-pin-hint = { $digits } chiffres au moins. Il ne marche que sur cet appareil.

signin-second-title = Encore un code
signin-second-lead = Ouvrez l’application qui donne vos codes, sur votre téléphone.
signin-second-code = Code à six chiffres
signin-second-hint = Ou l’un de vos codes de secours, de dix caractères.
signin-again-from-start = Recommencer

signin-passkey-failed = La clé n’a pas été acceptée. Entrez avec votre mot de passe.
signin-passkey-not-made = La clé n’a pas pu être créée. Choisissez une autre façon d’entrer.
signin-passkey-stopped = Vous avez interrompu la lecture de la clé.

signin-code-title = Le code de votre lettre
signin-code-lead = Il est écrit en grand, à côté du carré noir.
signin-code-scanned = Votre lettre a été lue. Continuez pour entrer.
signin-code = Code
signin-code-hint = Dix caractères. Les majuscules et les tirets ne comptent pas.
signin-code-lost = Je n’ai plus ma lettre
signin-code-lost-hint = Demandez-en une autre au secrétariat ou au professeur principal. L’ancienne ne servira plus.

signin-join-title = Entrer avec un code
signin-join-lead = Tapez le code que l’on vous a donné. Les majuscules et les tirets ne comptent pas.
signin-join-code = Code d’invitation
signin-join-over-title = Cette invitation n’ouvre rien
signin-join-over-lead = Vous n’avez rien fait de mal. Il y a deux raisons possibles :
signin-join-over-mistyped = le code n’a pas été recopié tout à fait comme il est écrit ;
signin-join-over-ended = l’invitation est terminée : sa date est passée, toutes les places sont prises, ou la personne qui invitait l’a arrêtée.
signin-join-over-again = Essayer encore
signin-join-over-new = Demander une nouvelle invitation
signin-join-over-new-text = Écrivez à la personne qui vous a invité, ou téléphonez à l’établissement. Faire un nouveau code prend une minute.
signin-join-over-home = Aller à l’accueil
signin-offer-title = Invitation : { $name }
signin-offer-as-member = Vous en serez membre.
signin-offer-as-guest = Vous y entrerez comme personne invitée.
signin-offer-lead = L’invitation vaut jusqu’au { $until }.
signin-offer-stay = Vous pourrez y rester jusqu’au { $until }.
signin-offer-accept = Entrer, en tant que { $name }
signin-offer-choose = Avez-vous déjà un compte ici ?
signin-offer-new = Non, je viens de l’extérieur
signin-offer-known = Oui, j’ai un compte
signin-offer-sign-in = Entrez d’abord dans Préau avec votre compte ; vous reviendrez ici.
signin-offer-go = Entrer dans Préau
signin-offer-none = Je n’ai pas de compte
signin-offer-none-text = Cette invitation est pour les personnes de l’établissement. Demandez à qui vous invite une invitation pour quelqu’un de l’extérieur : elle permet de se créer un compte.
signin-guest-title = Faisons connaissance
signin-guest-lead = Vous entrez comme personne invitée dans { $name }. Votre nom suffit : pas d’adresse électronique, pas de téléphone.
signin-guest-go = Entrer
signin-guest-data = Les responsables de l’espace verront votre nom. Votre compte se ferme quand l’espace se termine, ou quand on vous en retire. Les élèves entrent avec leur propre compte.

signin-way-title = Votre façon d’entrer
signin-way-hello = Bonjour { $name }
signin-way-lead = Choisissez comment vous entrerez la prochaine fois. La lettre ne servira plus.
signin-way-login = Votre identifiant :
signin-way-choose = Comment voulez-vous entrer ?
signin-way-passkey = Avec cet appareil
signin-way-passkey-hint = Empreinte, visage ou code de l’appareil. Rien à retenir, rien à voler.
signin-way-passkey-go = Utiliser cet appareil
signin-way-password = Avec un mot de passe
signin-way-password-hint = Quatre mots sans rapport font un bon mot de passe.
signin-way-password-go = Choisir ce mot de passe
signin-way-pin = Avec un code PIN, sur cet appareil
signin-way-pin-hint = Quelques chiffres. Ailleurs, il faudra une autre façon d’entrer.
signin-way-pin-go = Choisir ce code
signin-password-new = Nouveau mot de passe
signin-password-now = Mot de passe actuel
signin-password-hint = Dix caractères au moins, sans autre règle.
signin-password-change = Changer le mot de passe
signin-password-since = Choisi le { $at }

signin-class-title = En classe
signin-class-lead = La maîtresse ou le maître ouvre la classe, puis donne ce code ou montre un carré à photographier.
signin-class-code = Code de la classe
signin-class-code-hint = Dix caractères.
signin-faces-title = Qui es-tu ?
signin-faces-none = Il n’y a pas encore d’élève dans cette classe
signin-faces-badge = Tu as un badge ? Montre son carré à l’appareil photo de la tablette.
signin-pictures-title = Tes trois images
signin-pictures-hello = Bonjour { $name }
signin-pictures-lead = Touche tes trois images, dans l’ordre.
signin-picture-chosen = Image { $place } choisie
signin-picture-open = Image { $place } à choisir
signin-pictures-again = Recommencer
signin-pictures-not-me = Ce n’est pas moi
signin-badge-title = Ton badge
signin-badge-lead = Touche le bouton pour entrer.

signin-picture-cat = Chat
signin-picture-dog = Chien
signin-picture-fish = Poisson
signin-picture-rabbit = Lapin
signin-picture-turtle = Tortue
signin-picture-bird = Oiseau
signin-picture-snail = Escargot
signin-picture-squirrel = Écureuil
signin-picture-bug = Coccinelle
signin-picture-apple = Pomme
signin-picture-banana = Banane
signin-picture-cherry = Cerise
signin-picture-grape = Raisin
signin-picture-carrot = Carotte
signin-picture-cake = Gâteau
signin-picture-ice-cream = Glace
signin-picture-tree = Arbre
signin-picture-flower = Fleur
signin-picture-boat = Bateau
signin-picture-car = Voiture
signin-picture-bike = Vélo
signin-picture-train = Train
signin-picture-rocket = Fusée
signin-picture-umbrella = Parapluie
signin-picture-star = Étoile
signin-picture-house = Maison
signin-picture-key = Clé

signin-account-login = identifiant
signin-my-ways = Entrer dans mon compte
signin-security = Mes façons d’entrer
signin-security-summary = { $passwords ->
    [0] Pas de mot de passe
   *[other] Mot de passe
}, { $passkeys ->
    [0] pas de clé d’accès
    [one] une clé d’accès
   *[other] { $passkeys } clés d’accès
}, { $totps ->
    [0] pas de second facteur
   *[other] un second facteur
}
signin-devices-summary = { $count ->
    [one] Un appareil connecté
   *[other] { $count } appareils connectés
}
signin-notices = Comment je suis prévenu
signin-notices-summary = Appareil, e-mail, heures calmes
signin-app-summary = { $count ->
    [0] Aucun, pour l’instant
    [one] Un logiciel
   *[other] { $count } logiciels
}
signin-my-data = Mes données
signin-journal-hint = Chaque consultation ou modification de votre fiche, ou de celle de vos enfants, est notée dans un journal que personne ne peut réécrire.
signin-journal-see = Voir le journal
signin-journal-of = De qui
signin-journal-none = Personne n’a ouvert cette fiche
signin-journal-other = Qui a ouvert la fiche de { $name }
signin-journal-other-hint = La famille lit la même liste. Que vous la lisiez est noté aussi.
signin-journal-older = Plus ancien
signin-export-title = Télécharger mes données
signin-export-hint = Un dossier lisible sans Préau : fiches, messages, fichiers, agenda.
signin-export-what = L’archive contient tout ce que Préau garde de vous, dans des formats ouverts, avec la liste de vos appareils. Elle ne contient aucun mot de passe, même chiffré.
signin-export-note = La préparation peut prendre une minute. Sur un appareil partagé, pensez à effacer le fichier ensuite.
signin-export-go = Préparer et télécharger

signin-device = { $browser } sur { $system }
signin-device-unknown = Appareil inconnu
signin-device-here = cet appareil
signin-device-since = depuis le { $since }, vu le { $seen }
signin-devices-note = Préau note l’usage d’un appareil toutes les dix minutes au plus, sans garder d’adresse ni ce que vous avez lu.
signin-end-one = Déconnecter
signin-end-others = Fermer partout ailleurs
signin-end-others-ask = Fermer partout ailleurs ?
signin-end-others-hint = Tous vos autres appareils devront se reconnecter.
signin-end-others-yes = Fermer
signin-pair-title = Le badge de mon enfant
signin-pair-hint = Sur cet appareil, votre enfant pourra entrer en montrant son badge à l’appareil photo.
signin-pair-go = Accepter le badge de { $name }

signin-held-title = Il manque un second facteur
signin-held-hint = Votre établissement le demande au personnel. Ajoutez une clé d’accès ou des codes à usage unique pour continuer.
signin-again-hint = Pour changer vos façons d’entrer, prouvez d’abord que c’est bien vous.
signin-again-go = Entrer à nouveau
signin-passkeys = Clés d’accès
signin-passkeys-hint = Vous entrez avec votre empreinte, votre visage ou le code de votre appareil. C’est le plus simple et le plus sûr.
signin-passkey-facts = ajoutée le { $at }, utilisée : { $used }
signin-passkey-add = Ajouter cet appareil
signin-totp = Codes à usage unique
signin-totp-hint = Une application de votre téléphone donne un code à six chiffres, demandé après le mot de passe.
signin-totp-begin = Mettre en place
signin-totp-since = En place depuis le { $at }
signin-totp-remove = Ne plus demander de code
signin-totp-remove-ask = Ne plus demander de code ?
signin-totp-remove-hint = Le mot de passe seul suffira. Vos codes de secours ne serviront plus.
signin-totp-step-1 = Photographiez ce carré avec votre application.
signin-totp-qr = Carré à photographier avec l’application de codes
signin-totp-type = Ou tapez cette clé :
signin-totp-step-2 = Tapez le code que l’application affiche.
signin-totp-code = Code à six chiffres
signin-recovery-title = Vos codes de secours
signin-recovery-lead = Gardez-les sur papier : chacun remplace une fois le code du téléphone. Ils ne seront plus montrés.
signin-recovery-left = { $count ->
    [0] Il ne reste aucun code de secours.
    [one] Il reste un code de secours.
   *[other] Il reste { $count } codes de secours.
}
signin-recovery-new = Refaire des codes de secours
signin-recovery-done = Je les ai gardés
signin-app-title = Mots de passe d’application
signin-app-lead = Un mot de passe pour un seul logiciel, par exemple celui qui synchronise vos fichiers. Retirez-le quand l’appareil est perdu.
signin-app-once = Copiez-le maintenant, il ne sera plus montré.
signin-app-none = Aucun logiciel n’a de mot de passe
signin-app-facts = créé le { $at }, utilisé : { $used }
signin-app-new = Pour un autre logiciel
signin-app-name = Nom du logiciel ou de l’appareil
signin-app-name-hint = Par exemple : Nextcloud sur mon téléphone.
signin-app-make = Créer le mot de passe

signin-letters-title = Lettres d’accès
signin-letters-lead = Une lettre par personne, avec un code qui sert une fois, pendant trente jours. Aucune adresse électronique n’est nécessaire.
signin-letters-make = Imprimer des lettres
signin-letters-of = Pour qui ?
signin-letters-never = Ceux qui ne sont jamais venus
signin-letters-all = Tout le monde
signin-letters-people = { $count ->
    [0] Personne
    [one] Une personne
   *[other] { $count } personnes
}
signin-letters-kind = Parmi eux
signin-letters-everyone = Tous
signin-letters-learners = Les élèves
signin-letters-guardians = Les familles
signin-letters-staff = Le personnel
signin-letters-replace = Une nouvelle lettre annule la précédente de la même personne.
signin-letters-go = Faire les lettres
signin-letters-count = { $count ->
    [one] Une lettre
   *[other] { $count } lettres
}
signin-letters-left = { $left ->
    [0] { $made } lettres faites : c’est tout.
    [one] { $made } lettres faites, encore une après celles-ci.
   *[other] { $made } lettres faites, encore { $left } après celles-ci.
}
signin-letters-next = Les suivantes
signin-letter-phone = Tél. { $phone }
signin-letters-once = Les codes ne sont écrits que sur cette page : imprimez-la avant de la quitter. Enveloppes à fenêtre.
signin-letter-for = Lettre pour { $name }
signin-letter-qr = Carré à photographier, pour { $name }
signin-letter-hello = Madame, Monsieur,
signin-letter-hello-name = Bonjour { $name },
signin-letter-guardian-title = Suivre la classe, en ligne
signin-letter-guardian-of = Suivre en ligne la classe de { $children }
signin-letter-guardian = { $institution } ouvre Préau, son espace en ligne. Vous y trouverez les messages des professeurs, le travail à faire et l’agenda. Il vous faut un téléphone ou un ordinateur, et cette lettre. Une adresse électronique n’est pas nécessaire.
signin-letter-learner-title = Ta classe, en ligne
signin-letter-learner = { $institution } ouvre Préau, son espace en ligne. Tu y trouveras les messages de tes professeurs, ton travail et ton agenda. Il te faut un téléphone ou un ordinateur, et cette lettre.
signin-letter-staff-title = Votre accès à Préau
signin-letter-staff = { $institution } ouvre Préau, son espace en ligne : vos espaces, vos fichiers, vos échanges avec les élèves et les familles. Il vous faut un téléphone ou un ordinateur, et cette lettre.
signin-letter-step-1 = Visez le carré avec l’appareil photo du téléphone, ou tapez l’adresse.
signin-letter-step-2 = Entrez le code s’il vous est demandé.
signin-letter-step-3 = Choisissez comment vous entrerez la prochaine fois.
signin-letter-address = Adresse
signin-letter-code = Code personnel de { $name }
signin-letter-login = Identifiant : { $login }
signin-letter-until = Valable jusqu’au { $day }, une seule fois
signin-letter-yours = Ce code est personnel. Si la lettre est perdue, le secrétariat en donnera une autre, et celle-ci ne servira plus.
signin-letter-yours-guardian = Ce code est à vous seul : l’autre parent reçoit sa propre lettre. Si vous le perdez, le secrétariat vous en donnera un autre et celui-ci ne servira plus.
signin-letter-foot = Préau fonctionne sur une machine que { $institution } possède. Vos données y restent et ne sont envoyées à personne.
signin-reset-title = Redonner un accès
signin-reset-hint = Toutes les façons d’entrer de cette personne sont retirées, ses appareils sont déconnectés, et une nouvelle lettre s’affiche. Elle en sera avertie en entrant.
signin-reset-ask = Redonner un accès ?
signin-reset-go = Redonner un accès
signin-badges-title = Badges, { $space }
signin-badges-once = Dix cartes par feuille, à découper. Imprimer un badge annule l’ancien.
signin-badges-ask = Refaire tous les badges ?
signin-badges-go = Imprimer les badges
signin-badge-qr = Badge de { $name }
signin-drawn-title = Nouvelles images, { $space }
signin-drawn-lead = Montrez à chaque enfant ses trois images et leur ordre. Elles ne seront plus montrées.
signin-drawn-first = Première
signin-drawn-second = Deuxième
signin-drawn-third = Troisième

signin-ways-title = Entrer en classe, { $space }
signin-ways-heading = Entrer en classe
signin-ways-all = Pour toute la classe
signin-ways-access = Accès
signin-ways-actions = Actions
signin-ways-help = Aider
signin-window-closed = La classe est fermée
signin-window-hint = Ouvrez-la pour que les enfants entrent avec leurs trois images, sur les tablettes de la classe.
signin-window-open = La classe est ouverte jusqu’au { $until }
signin-window-how = Sur chaque tablette, photographiez le carré, ou tapez l’adresse puis le code.
signin-window-qr = Carré à photographier avec les tablettes de la classe
signin-window-hours = Durée
signin-window-go = Ouvrir la classe
signin-window-close = Fermer la classe
signin-hours = { $hours ->
    [one] { $hours } heure
   *[other] { $hours } heures
}
signin-pictures-count = Combien d’images à l’écran
signin-pictures-nine = Neuf images (petits)
signin-pictures-many = Vingt-sept images (grands)
signin-pictures-go = Donner des images
signin-one-pictures = Nouvelles images
signin-one-badge = Refaire le badge
signin-one-badge-remove = Retirer le badge
signin-has-password = mot de passe
signin-has-passkey = clé d’accès
signin-has-pin = code PIN
signin-has-pictures = trois images
signin-has-badge = badge
signin-has-letter = lettre pas utilisée
signin-has-nothing = aucun accès

signin-setup-steps = Étapes
signin-setup-step-1 = Établissement
signin-setup-step-2 = Nom
signin-setup-step-3 = Vous
signin-setup-step-4 = Élèves
signin-setup-skip = Passer cette étape
signin-setup-1 = Bienvenue. Où sommes-nous ?
signin-setup-1-lead = Préau s’adapte à votre établissement. Vous pourrez tout changer plus tard.
signin-setup-kind = Genre d’établissement
signin-setup-kind-primary = École
signin-setup-kind-primary-hint = Maternelle ou élémentaire
signin-setup-kind-college = Collège
signin-setup-kind-college-hint = Classes, groupes, vie scolaire
signin-setup-kind-lycee = Lycée
signin-setup-kind-lycee-hint = Classes, groupes, internat
signin-setup-kind-university = Université
signin-setup-kind-university-hint = Cours, promotions, laboratoires
signin-setup-kind-hospital = Hôpital
signin-setup-kind-hospital-hint = Services, équipes, patients
signin-setup-kind-association = Association
signin-setup-kind-association-hint = Adhérents et ateliers
signin-setup-2 = Comment s’appelle-t-il ?
signin-setup-2-lead = Ce nom figure en haut de chaque page et sur les lettres aux familles.
signin-setup-name = Nom de l’établissement
signin-setup-code = Code de l’établissement
signin-setup-code-uai = Code UAI : sept chiffres et une lettre. Il permet de reconnaître vos fichiers. Un SIRET convient aussi.
signin-setup-code-finess = Numéro FINESS : neuf chiffres. Un SIRET convient aussi.
signin-setup-code-siret = Numéro SIRET : quatorze chiffres.
signin-setup-unnamed = Mon établissement
signin-setup-3 = Et vous ?
signin-setup-3-lead = Vous serez la première personne à administrer ce Préau.
signin-setup-login-hint = Si vous n’écrivez rien, Préau le fait à partir de votre nom.
signin-setup-4 = Vos élèves et leurs familles
signin-setup-4-lead = Déposez les fichiers exportés de votre logiciel, tels quels. Rien ne sera écrit avant que vous ayez relu.
signin-setup-drop = Déposez vos fichiers ici
signin-setup-drop-hint = ONDE, SIECLE, OneRoster, Excel, LibreOffice ou CSV.
signin-setup-sending = Envoi des fichiers
signin-setup-reading = Lecture des fichiers
signin-setup-upload-failed = L’envoi n’a pas abouti. Réessayez.
signin-setup-read = Lire les fichiers
signin-setup-demo = Pas de fichier sous la main ?
signin-setup-demo-hint = Essayez avec une école inventée de 300 élèves.
signin-setup-demo-go = Ouvrir l’école de démonstration
signin-setup-later = Plus tard, aller à l’accueil

signin-said-held = Ajoutez un second facteur pour continuer
signin-said-reset = Le { $when }, l’établissement vous a redonné un accès. Si vous ne l’aviez pas demandé, parlez-en au secrétariat.
signin-said-ended = L’appareil est déconnecté
signin-said-ended-all = Vos autres appareils sont déconnectés
signin-said-paired = Le badge marche maintenant sur cet appareil
signin-said-password = Le mot de passe est changé ; vos autres appareils sont déconnectés
signin-said-passkey-removed = La clé d’accès est retirée
signin-said-totp-removed = Aucun code ne sera plus demandé
signin-said-app-removed = Le mot de passe d’application est retiré
signin-said-opened = { $hours ->
    [one] La classe est ouverte pour une heure
   *[other] La classe est ouverte pour { $hours } heures
}
signin-said-closed = La classe est fermée ; les enfants sont déconnectés
signin-said-badge-removed = Le badge n’ouvre plus rien
signin-said-all-have-pictures = Tous les enfants ont déjà leurs images
signin-said-joined = Bienvenue : { $name }.
signin-said-guest = Bienvenue : { $name }. Pour revenir, votre identifiant est { $login } : notez-le.
signin-said-demo = L’école de démonstration est ouverte

problem-signin-wrong = L’identifiant ou le mot de passe n’est pas le bon.
problem-signin-wait = Trop d’essais. Réessayez dans { $seconds ->
    [one] une seconde
   *[other] { $seconds } secondes
}.
problem-signin-busy = Trop de personnes entrent en même temps. Réessayez dans un instant.
problem-signin-waits = Ce Préau attend son lien de mise en route, affiché par le serveur à son démarrage.
problem-signin-step-over = Cette étape a pris trop de temps, ou elle est déjà faite. Recommencez.
problem-signin-again = Entrez à nouveau pour changer vos façons d’entrer.
problem-signin-pin-wrong = Ce n’est pas le bon code PIN.
problem-signin-pin-four = Il faut de quatre à huit chiffres.
problem-signin-pin-six = Il faut de six à huit chiffres.
problem-signin-pin-common = Ce code est trop facile à deviner.
problem-signin-pin-staff = Le personnel entre avec une clé d’accès ou un mot de passe.
problem-signin-password-short = Il faut dix caractères au moins.
problem-signin-password-long = C’est trop long : deux cents caractères au plus.
problem-signin-password-common = Ce mot de passe est trop facile à deviner. Essayez quatre mots sans rapport.
problem-signin-password-current = Ce n’est pas le mot de passe actuel.
problem-signin-totp-wrong = Ce code n’est pas le bon, ou il a déjà servi.
problem-signin-passkey-refused = La clé d’accès n’a pas été acceptée.
problem-signin-passkey-unknown = Cette clé d’accès n’est pas connue ici.
problem-signin-passkey-address = Les clés d’accès demandent que Préau ait un nom d’adresse, et non un numéro.
problem-signin-passkey-script = Votre navigateur ne permet pas la clé d’accès. Choisissez un mot de passe.
problem-signin-passkeys-many = Vous avez déjà { $most } clés d’accès : retirez-en une.
problem-signin-code-length = Le code a dix caractères.
problem-signin-code-sign = Un caractère ne peut pas être dans un code : il n’y a ni 0, ni 1, ni I, ni L, ni O.
problem-signin-code-check = Un caractère est faux, ou deux sont échangés. Relisez la lettre.
problem-signin-code-unknown = Ce code ne marche pas, ou ne marche plus. Demandez une autre lettre.
problem-signin-code-used = Cette lettre a déjà servi. Entrez comme vous l’avez choisi, ou demandez une autre lettre.
problem-signin-class-unknown = Ce code n’ouvre pas de classe en ce moment.
problem-signin-class-over = La classe est fermée. Demande à ta maîtresse ou à ton maître.
problem-signin-pictures-wrong = Ce ne sont pas tes images. Essaie encore.
problem-signin-pictures-teacher = Demande à ta maîtresse ou à ton maître de te donner de nouvelles images.
problem-signin-badge-unknown = Ce badge n’ouvre rien. Il a peut-être été refait.
problem-signin-badge-elsewhere = Le badge marche en classe, quand elle est ouverte, ou sur un appareil accepté par un parent.
problem-signin-pair-shared = Cela ne marche que sur un appareil à vous, pas sur un appareil partagé.
problem-signin-hours = Une classe s’ouvre pour une à huit heures.
problem-signin-app-name = Donnez un nom, de soixante caractères au plus.
problem-signin-app-many = Vous avez déjà { $most } mots de passe d’application : retirez-en un.
problem-signin-letters-many = Cela fait plus de { $most } lettres d’un coup : choisissez une classe.
problem-signin-letters-none = Personne à qui écrire.
problem-signin-login-unknown = Personne n’a cet identifiant.
problem-signin-reset-administrator = Seule une personne qui administre peut redonner un accès à une autre.
problem-signin-has-account = Vous avez déjà un compte. Acceptez l’invitation avec lui.
problem-signin-export-busy = D’autres exports sont en cours. Réessayez dans une minute.
problem-signin-key = Le fichier keys/signin.key ne peut pas être lu ou écrit.
problem-signin-setup-name = Il manque un nom.
problem-signin-setup-over = Ce lien de mise en route n’est plus bon, ou il a été ouvert dans un autre navigateur. Redémarrez Préau : il en affichera un autre.

check-signin-weak-administrators = { $count ->
    [0] Toutes les personnes qui administrent ont un second facteur
    [one] Une personne qui administre n’a pas de second facteur
   *[other] { $count } personnes qui administrent n’ont pas de second facteur
}
check-signin-weak-administrators-mend = Chacune ajoute une clé d’accès ou des codes à usage unique, dans « Mes façons d’entrer ».
check-signin-never-came = { $count ->
    [0] Tout le monde a une façon d’entrer
    [one] Une personne n’est jamais venue
   *[other] { $count } personnes ne sont jamais venues
}
check-signin-never-came-mend = Imprimez leurs lettres.
check-signin-key = Le fichier keys/signin.key ne peut pas être lu
check-signin-key-mend = Rendez-le lisible au compte qui fait tourner Préau, ou reprenez-le de la sauvegarde : sans lui, lettres et codes à usage unique ne marchent plus.

signin-install-title = Préau sur ce téléphone
signin-install-hint = Installé, Préau s’ouvre comme une application et montre les dernières pages même sans réseau. Rien ne vient d’un magasin d’applications.
signin-install-now = Installer Préau
signin-install-ios = iPhone et iPad : dans Safari, touchez « Partager », puis « Sur l’écran d’accueil ».
signin-install-android = Android : dans le menu du navigateur, choisissez « Installer l’application » ou « Ajouter à l’écran d’accueil ».
signin-install-shared = Sur un téléphone partagé, déconnectez-vous : tout ce que Préau y gardait s’efface.
