wall-tab = Mur
wall-posts = Messages
wall-write = Écrire un message
wall-text = Votre message
wall-for-whom = Pour qui ?
wall-choose-everyone = Les élèves et les familles
wall-choose-families = Les familles
wall-choose-members = Les élèves
wall-options = Autres choix
wall-option-reactions = On peut dire merci
wall-option-replies = On peut répondre
wall-option-sign = Demander une signature
wall-option-sign-hint = Chacun confirme qu’il a lu. Vous voyez qui ne l’a pas encore fait.
wall-when = Quand ?
wall-when-now = Dès que possible
wall-when-later = Plus tard
wall-when-emergency = Urgence : tout de suite, même la nuit
wall-when-emergency-hint = Réservé à la direction. Le message est marqué comme urgent et noté au journal.
wall-at = Jour et heure
wall-publish = Publier
wall-keep = Garder en brouillon
wall-save = Enregistrer
wall-discard = Jeter

wall-for-members = pour les membres
wall-for-families = pour les familles
wall-for-everyone = pour tout le monde
wall-for-members-class = pour les élèves
wall-for-families-class = pour les familles
wall-for-everyone-class = pour les élèves et les familles

wall-someone = Quelqu’un
wall-today = aujourd’hui, { $hour } h { $minute }
wall-yesterday = hier, { $hour } h { $minute }
wall-tomorrow = demain à { $hour } h { $minute }

wall-actions = Actions sur le message de { $name }
wall-correct = Corriger
wall-correct-hint = Les lecteurs verront que le message a été corrigé, et quand.
wall-pin = Épingler en haut
wall-unpin = Ne plus épingler
wall-pinned = Épinglé
wall-print = Imprimer
wall-withdraw = Retirer pour tous
wall-restore = Remettre
wall-gone = Ce message a été retiré : plus personne ne le voit, sauf les responsables de l’espace.
wall-gone-words = Voir ce qu’il disait
wall-emergency = Urgent
wall-corrected = Corrigé { $when }
wall-seen-families = { $count ->
    [0] Pas encore vu
    [one] Vu par une famille sur { $all }
   *[other] Vu par { $count } familles sur { $all }
}
wall-seen-members = { $count ->
    [0] Pas encore vu
    [one] Vu par une personne sur { $all }
   *[other] Vu par { $count } personnes sur { $all }
}
wall-versions = Ce que le message disait avant
wall-until = Jusqu’à : { $when }

wall-kept = Brouillons et messages en attente
wall-draft = Brouillon : vous seul le voyez.
wall-draft-of = Brouillon, { $when }
wall-waits = Sera transmis { $when }
wall-frozen-since = Ce mur est gelé depuis le { $when }. On peut lire, personne ne peut écrire.

wall-empty = Rien sur ce mur pour l’instant
wall-empty-leader = Écrivez le premier message : tout l’espace le verra ici.
wall-empty-reader = Les messages de l’espace apparaîtront ici.
wall-pages = Pages du mur
wall-newest = Les plus récents
wall-older = Plus anciens
wall-all = Tout le mur
wall-back = Retour au mur
wall-post-of = Message de { $name }
wall-printed = Imprimé le { $when }
wall-news = Du nouveau dans mes espaces

wall-reached-everyone = { $members ->
    [one] un élève
   *[other] { $members } élèves
} et { $families ->
    [one] un parent
   *[other] { $families } parents
}
wall-reached-families = { $families ->
    [one] un parent
   *[other] { $families } parents
}
wall-reached-members = { $members ->
    [one] un élève
   *[other] { $members } élèves
}
wall-reached-space = { $members ->
    [one] une personne
   *[other] { $members } personnes
}
wall-said-published = Votre message est publié pour { $whom }.
wall-said-waits = Votre message sera transmis { $when }.
wall-said-kept = Votre brouillon est gardé.
wall-said-discarded = Le message est jeté.
wall-said-corrected = Le message est corrigé.
wall-said-pinned = Le message est en haut du mur.
wall-said-unpinned = Le message n’est plus épinglé.
wall-said-withdrawn = Le message est retiré pour tous.
wall-said-restored = Le message est de nouveau sur le mur.

problem-wall-leaders-write = Seuls les responsables de l’espace peuvent faire cela.
problem-wall-head-alone = Seule la direction peut envoyer un message urgent.
problem-wall-frozen = Le mur de cet espace est gelé : rien ne peut y être écrit pour l’instant.
problem-wall-not-your-words = Seul son auteur peut corriger un message. Vous pouvez le retirer.
problem-wall-withdrawn = Ce message a été retiré.
problem-wall-not-withdrawn = Ce message n’est pas retiré.
problem-wall-not-published = Ce message n’est pas publié.
problem-wall-published = Ce message est déjà publié.
problem-wall-too-late = Il est trop tard pour remettre ce message : écrivez-le de nouveau.
problem-wall-nothing-said = Écrivez quelque chose.
problem-wall-too-long = Ce message est trop long : 10 000 caractères au plus.
problem-wall-too-far = Choisissez un jour dans l’année qui vient.
problem-wall-too-many-posts = Vous avez déjà écrit { $count } messages en une heure. Attendez un peu avant le suivant.
problem-wall-too-many-corrections = Ce message a été corrigé trop souvent : retirez-le et écrivez-le de nouveau.
problem-wall-too-many-pins = { $count } messages sont déjà épinglés. Enlevez-en un d’abord.

notice-group-wall = Les murs de mes espaces
notice-wall-published = Nouveau message : « { $words } »

wall-files = Photos et fichiers
wall-add-files = Photos, films, enregistrements, fichiers
wall-pictures = Images du message
wall-picture-of = Photo { $place } sur { $count }
wall-picture-place = { $place } sur { $count }
wall-picture-before = Précédente
wall-picture-after = Suivante
wall-more-pictures = { $count ->
    [one] encore une photo
   *[other] encore { $count } photos
}
wall-back-to-post = Retour au message
wall-alt-why = Pourriez-vous dire en quelques mots ce que montre chaque photo ? Ceux qui ne la voient pas, ou dont la connexion est lente, vous diront merci.
wall-alt = Ce que montre la photo { $place } sur { $count }
wall-alt-example = Quatre élèves observent un héron sur la berge
wall-remove-file = Enlever : { $name }
wall-skip = Plus tard
wall-said-files = Les photos et fichiers sont enregistrés.
wall-said-file-removed = Le fichier est enlevé.

problem-wall-too-many-files = Un message contient { $count } photos et fichiers au plus. Mettez les autres dans un second message.

check-wall-files-there = Les photos et fichiers des murs sont là.
check-wall-files-there-mend = Rien à faire
check-wall-files-missing = { $count ->
    [one] Une photo ou un fichier d’un mur manque sur le disque.
   *[other] { $count } photos ou fichiers des murs manquent sur le disque.
}
check-wall-files-missing-mend = Remettez-les depuis la dernière sauvegarde : preau restore.

wall-sign = J’ai lu
wall-signed = Vous avez confirmé que vous avez lu.
wall-signatures = { $count ->
    [0] Personne n’a encore signé
    [one] Une signature
   *[other] { $count } signatures
}
wall-signatures-title = Signatures
wall-signatures-of = { $count } sur { $all } ont confirmé qu’ils ont lu.
wall-remind = { $count ->
    [one] Relancer cette personne
   *[other] Relancer ces { $count } personnes
}
wall-reminded-on = Dernière relance : { $when }
wall-not-signed = Pas encore signé
wall-have-signed = Ont signé
wall-thank = Merci
wall-thanks = { $count ->
    [one] Un merci
   *[other] { $count } mercis
}
wall-reply = Répondre
wall-replies = Réponses
wall-more-replies = { $count ->
    [one] Voir encore une réponse
   *[other] Voir encore { $count } réponses
}
wall-reply-text = Votre réponse
wall-reply-text-leader = Votre réponse
wall-reply-hint = Tous ceux qui voient ce message liront votre réponse.
wall-reply-hint-family = Seuls les responsables de l’espace liront votre réponse, pas les autres familles.
wall-reply-hint-leader = Choisissez ci-dessous qui la lira.
wall-reply-to = Pour qui ?
wall-reply-to-all = Tous ceux qui voient ce message
wall-reply-to-one = { $name } seulement
wall-reply-private = entre vous et les responsables
wall-reply-with = entre { $name } et les responsables
wall-reply-gone = Cette réponse a été retirée.
wall-reply-withdraw = Retirer la réponse de { $name }

wall-said-signed = C’est noté : vous avez lu ce message.
wall-said-unsigned = Votre signature est retirée.
wall-said-reminded = { $count ->
    [one] Une personne est relancée.
   *[other] { $count } personnes sont relancées.
} Chacune le verra aux heures où elle peut être jointe.
wall-said-thanked = Votre merci est transmis.
wall-said-unthanked = Votre merci est repris.
wall-said-replied = Votre réponse est sous le message.
wall-said-reply-withdrawn = La réponse est retirée.

problem-wall-not-asked = Ce message ne demande pas cela.
problem-wall-reply-too-long = Cette réponse est trop longue : { $count } caractères au plus.
problem-wall-too-many-replies = Vous avez déjà écrit { $count } réponses en une heure. Attendez un peu avant la suivante.
problem-wall-replies-full = Ce message a déjà { $count } réponses. Écrivez un nouveau message, ou parlez-en de vive voix.
problem-wall-signed-long-ago = Il est trop tard pour retirer cette signature. Parlez-en avec l’auteur du message.
problem-wall-all-signed = Tout le monde a signé.
problem-wall-reminded = Une relance est déjà partie aujourd’hui. Attendez demain.

notice-wall-replied = Une réponse : « { $words } »
notice-wall-unsigned = À signer : « { $words } »
wall-freeze = Geler ce mur
wall-freeze-why = Quelque chose ne va pas ?
wall-freeze-hint = Geler le mur empêche tout le monde d’y écrire, le temps d’y voir clair. On peut toujours le lire. Vous pourrez le rouvrir ici.
wall-thaw = Laisser écrire de nouveau
wall-withdraw-close = Retirer, et déconnecter l’appareil de { $name }
wall-said-frozen = Le mur est gelé : plus personne ne peut y écrire.
wall-said-thawed = On peut de nouveau écrire sur ce mur.
problem-wall-own-session = Ce sont vos propres mots : retirez-les, ou déconnectez vos appareils depuis votre compte.
problem-wall-session-forgotten = On ne sait plus depuis quel appareil ceci a été envoyé. Retirez-le, et prévenez le secrétariat.
wall-who = Qui est dessus ?
wall-who-why = Pour l’instant, seuls vous et les autres responsables de l’espace la voient. Quand vous aurez dit qui est dessus, nous demanderons aux familles.
wall-who-children = Qui peut-on reconnaître ?
wall-who-refused = La famille ne veut pas de photos : masquez cet enfant, ou laissez la photo de côté
wall-who-nobody = On ne reconnaît personne
wall-who-all = Dire la même chose de toutes les autres de ce message
wall-cover = Masquer un enfant
wall-cover-whom = Qui masquez-vous ?
wall-cover-where = Où ?
wall-cover-hint = Cochez les cases qui cachent l’enfant en entier. Ce qui est dessous disparaît pour de bon, pour tout le monde.
wall-cover-box = Ligne { $row }, colonne { $column }
wall-cover-do = Masquer
wall-rights = Droit à l’image
wall-rights-why = Une photo est montrée quand tous ceux qu’on y reconnaît sont d’accord : les deux parents, s’il y en a deux. Un enfant dont la famille refuse est masqué, ou la photo reste cachée.
wall-rights-none = Ce message n’a ni photo, ni film, ni enregistrement.
wall-rights-unsaid = Cachée : dites qui est dessus
wall-rights-held = Cachée : tous ne sont pas d’accord
wall-rights-shown = Montrée
wall-rights-families = Où en sont les familles
wall-rights-refused = Refusé
wall-rights-not-asked = Pas encore demandé
wall-rights-agreed = D’accord
wall-rights-nobody = Personne ici ne peut donner son accord : masquez cet enfant, ou laissez la photo de côté
wall-rights-waiting = { $yes } sur { $asked } d’accord
wall-rights-gone = { $count ->
    [one] Une photo a disparu : la durée acceptée par les familles est passée.
   *[other] { $count } photos ont disparu : la durée acceptée par les familles est passée.
}
wall-rights-ask = Demander aux familles
wall-rights-again = Redemander
wall-rights-extent = Où sera-t-elle montrée ?
wall-rights-purpose = Pour quoi faire ?
wall-rights-usual = Souvenirs de la classe
wall-rights-until = Jusqu’à quand ?
wall-rights-until-hint = Le lendemain, les photos disparaissent d’elles-mêmes. Qui a accepté autre chose est interrogé de nouveau.
wall-extent-wall = sur ce mur
wall-extent-book = sur ce mur et dans le livre de l’année
wall-extent-outside = sur ce mur, dans le livre de l’année et hors de l’établissement
wall-agree = Peut-on montrer cela ?
wall-agree-why = { $name } vous le demande. Sans votre accord, personne ne le voit, sauf les responsables de l’espace.
wall-agree-words = On reconnaît { $name } sur { $count ->
    [one] une photo ou un enregistrement
   *[other] { $count } photos ou enregistrements
}. Montré : { $extent }. Pour quoi faire : { $purpose }. Jusqu’à : { $until }.
wall-agree-yes = Oui
wall-agree-wall = Oui, sur ce mur seulement
wall-agree-no = Non
wall-agree-later = Vous pouvez changer de réponse ici à tout moment. Elle est gardée, avec ces mots et la date, comme preuve.
wall-answered-yes = Vous avez dit oui, { $when }
wall-answered-wall = Vous avez dit oui, sur ce mur seulement, { $when }
wall-answered-no = Vous avez dit non, { $when }
wall-said-who = C’est noté.
wall-said-covered = L’enfant est masqué, pour de bon.
wall-said-asked = Les familles sont interrogées.
wall-said-yes = Merci : votre oui est noté. Vous pouvez en changer à tout moment.
wall-said-no = Merci : votre non est noté. Ce n’est pas montré.
wall-held = { $count ->
    [one] Une photo n’est pas encore montrée : tous ceux qui y sont ne sont pas d’accord.
   *[other] { $count } photos ne sont pas encore montrées : tous ceux qui y sont ne sont pas d’accord.
}
wall-held-do = Voir ce qui reste à faire
wall-files-held = Seuls les responsables de l’espace voient ces photos pour l’instant. Dites qui est dessus.

problem-wall-say-who = Dites qui on reconnaît, ou qu’on ne reconnaît personne.
problem-wall-say-whom-covered = Dites qui vous masquez.
problem-wall-say-where-covered = Cochez au moins une case.
problem-wall-say-what-for = Dites à quoi servent les photos.
problem-wall-say-until = Choisissez un jour dans les trois ans qui viennent.
problem-wall-asked-otherwise = La demande vient de changer. Relisez-la avant de répondre.
problem-wall-picture-changed = Quelqu’un d’autre vient de modifier cette photo. Regardez-la de nouveau.

check-wall-pictures-in-time = Aucune photo n’est gardée plus longtemps que les familles ne l’ont accepté.
check-wall-pictures-in-time-mend = Rien à faire
check-wall-pictures-late = { $count ->
    [one] Une photo est encore là alors que sa durée est passée.
   *[other] { $count } photos sont encore là alors que leur durée est passée.
}
check-wall-pictures-late-mend = Laissez Préau tourner : ses tâches les enlèvent en une minute.

notice-wall-pictures-asked = Peut-on montrer une photo ? « { $words } »

wall-book = Album de l’année
wall-book-open = Faire l’album de l’année
wall-book-why = Les messages pour tous, avec les photos dont les familles ont accepté qu’elles aillent dans un album. Les autres n’y sont pas.
wall-book-from = Du
wall-book-to = Au
wall-book-show = Montrer
wall-book-none = Rien à mettre dans l’album
wall-book-none-hint = Entre ces deux jours, aucun message n’a été publié pour tous.
wall-book-print = Imprimer l’album
wall-book-folder = Télécharger le dossier
wall-book-hint = Le dossier s’ouvre sans Préau et sans internet : une page, les photos, et les messages en JSON.
problem-wall-book-days = Le dernier jour vient après le premier
