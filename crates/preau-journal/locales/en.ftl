journal-verb-person-view = opened the record
journal-verb-person-contact = looked at the contact details
journal-verb-person-create = created the account
journal-verb-person-change = changed the record
journal-verb-person-merge = merged two records
journal-verb-person-part = separated two records that had been joined by mistake
journal-verb-person-leave = recorded the departure
journal-verb-person-return = recorded the return
journal-verb-person-export = exported the data
journal-verb-person-erase = erased the person
journal-verb-guardianship-change = changed a guardianship
journal-verb-consent-change = changed a consent

journal-verb-roster-apply = applied a roster
journal-verb-roster-undo = undid a roster

journal-verb-space-open = opened the space
journal-verb-space-change = changed the space
journal-verb-space-archive = archived the space
journal-verb-space-export = exported the space
journal-verb-member-change = changed the membership of a space
journal-verb-invitation-make = made an invitation
journal-verb-invitation-accept = accepted an invitation
journal-verb-invitation-end = ended an invitation
journal-verb-grant-change = changed a grant
journal-verb-reach-change = changed who may write to whom

journal-verb-signin-reset = reset the way of signing in
journal-verb-signin-letter = printed a sign-in letter
journal-verb-signin-badge = printed a badge
journal-verb-signin-window = opened the class sign-in window
journal-verb-signin-bind = used a sign-in letter
journal-verb-signin-password = changed a password
journal-verb-signin-passkey = changed a passkey
journal-verb-signin-factor = changed the second factor
journal-verb-signin-app-password = changed an app password
journal-verb-signin-end = ended sessions
journal-verb-signin-lock = locked sign-in after too many failures
journal-verb-notice-emergency = sent an emergency message, without waiting for the hours

journal-verb-wall-withdraw = withdrew a post from a wall
journal-verb-wall-restore = put a withdrawn post back
journal-verb-wall-freeze = froze a wall or opened it again
journal-verb-wall-end-sessions = closed the sessions that a post came from
journal-verb-picture-who = said who is on a picture, or covered somebody
journal-verb-picture-answer = answered about a picture
journal-verb-form-answer = signed a form, or entered a signed slip
journal-verb-picture-paper = noted a paper answer about a picture
journal-verb-picture-rule = changed the rule about image rights

journal-verb-institution-found = set up the institution
journal-verb-institution-change = changed the settings
journal-verb-institution-export = exported the whole institution
journal-verb-institution-import = imported the whole institution
journal-verb-backup-make = made a backup
journal-verb-backup-restore = restored a backup
journal-verb-egress-change = changed the outgoing connections

journal-verb-journal-read = read the journal
journal-verb-journal-export = exported the journal
journal-verb-journal-erase = erased entries of the journal
journal-verb-journal-forget = erased the entries that were due

check-journal-sealed = The journal is sealed each minute.
check-journal-late = { $waiting ->
    [one] { $waiting } entry of the journal has waited to be sealed for more than two minutes.
   *[other] { $waiting } entries of the journal have waited to be sealed for more than two minutes.
}
check-journal-late-mend = Check that the server is running, then run “preau journal verify”.
problem-journal-proof = This proof or key of the journal does not fit.
