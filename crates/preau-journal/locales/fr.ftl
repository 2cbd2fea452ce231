journal-verb-person-view = a consulté la fiche
journal-verb-person-contact = a consulté les coordonnées
journal-verb-person-create = a créé le compte
journal-verb-person-change = a modifié la fiche
journal-verb-person-merge = a fusionné deux fiches
journal-verb-person-part = a séparé de nouveau deux fiches réunies par erreur
journal-verb-person-leave = a enregistré le départ
journal-verb-person-return = a enregistré le retour
journal-verb-person-export = a exporté les données
journal-verb-person-erase = a effacé la personne
journal-verb-guardianship-change = a modifié une responsabilité
journal-verb-consent-change = a modifié une autorisation

journal-verb-roster-apply = a appliqué un import
journal-verb-roster-undo = a annulé un import

journal-verb-space-open = a ouvert l’espace
journal-verb-space-change = a modifié l’espace
journal-verb-space-archive = a archivé l’espace
journal-verb-space-export = a exporté l’espace
journal-verb-member-change = a modifié l’appartenance à un espace
journal-verb-invitation-make = a créé une invitation
journal-verb-invitation-accept = a accepté une invitation
journal-verb-invitation-end = a mis fin à une invitation
journal-verb-grant-change = a modifié un droit
journal-verb-reach-change = a modifié qui peut écrire à qui

journal-verb-signin-reset = a réinitialisé l’accès
journal-verb-signin-letter = a imprimé une lettre d’accès
journal-verb-signin-badge = a imprimé un badge
journal-verb-signin-window = a ouvert la connexion de la classe
journal-verb-signin-bind = a utilisé une lettre d’accès
journal-verb-signin-password = a changé un mot de passe
journal-verb-signin-passkey = a modifié une clé d’accès
journal-verb-signin-factor = a modifié le second facteur
journal-verb-signin-app-password = a modifié un mot de passe d’application
journal-verb-signin-end = a fermé des sessions
journal-verb-signin-lock = a bloqué la connexion après trop d’échecs
journal-verb-notice-emergency = a envoyé un message urgent, sans attendre les heures d’ouverture

journal-verb-wall-withdraw = a retiré un message d’un mur
journal-verb-wall-restore = a remis un message retiré
journal-verb-wall-freeze = a gelé ou rouvert un mur
journal-verb-wall-end-sessions = a fermé les sessions d’où venait un message
journal-verb-picture-who = a dit qui est sur une photo, ou a masqué quelqu’un
journal-verb-picture-answer = a répondu pour une photo
journal-verb-form-answer = a signé un formulaire, ou saisi un bulletin signé
journal-verb-picture-paper = a reporté une réponse sur papier pour une photo
journal-verb-picture-rule = a modifié la règle du droit à l’image

journal-verb-institution-found = a créé l’établissement
journal-verb-institution-change = a modifié les réglages
journal-verb-institution-export = a exporté tout l’établissement
journal-verb-institution-import = a importé tout l’établissement
journal-verb-backup-make = a fait une sauvegarde
journal-verb-backup-restore = a restauré une sauvegarde
journal-verb-egress-change = a modifié les connexions sortantes

journal-verb-journal-read = a consulté le journal
journal-verb-journal-export = a exporté le journal
journal-verb-journal-erase = a effacé des entrées du journal
journal-verb-journal-forget = a effacé les entrées arrivées à échéance

check-journal-sealed = Le journal est scellé chaque minute.
check-journal-late = { $waiting ->
    [one] { $waiting } entrée du journal attend d’être scellée depuis plus de deux minutes.
   *[other] { $waiting } entrées du journal attendent d’être scellées depuis plus de deux minutes.
}
check-journal-late-mend = Vérifiez que le serveur tourne, puis lancez « preau journal verify ».
problem-journal-proof = Cette preuve ou cette clé du journal ne convient pas.
