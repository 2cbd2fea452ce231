//! Every verb that the journal knows: one constant for each, and what its subject may see of it.
//!
//! **How to add one**: a line in its group below, and its sentence `journal-verb-<verb, dots as dashes>` in
//! `locales/fr.ftl` and `locales/en.ftl`; a test notices a missing sentence.

/// A verb of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verb {
    /// As it is written in the journal: `person.view`.
    pub name: &'static str,
    /// Whether the act reads or changes its subject's data, so that the subject (or the guardian) is shown it.
    pub shown: bool,
}

macro_rules! verbs {
    ($($group:literal: { $( $(#[$doc:meta])* $constant:ident = $name:literal $(, $shown:ident)?; )* })*) => {
        $( $( $(#[$doc])* pub const $constant: &str = $name; )* )*

        /// Every verb, in groups.
        pub const VERBS: &[(&str, &[Verb])] = &[
            $( ($group, &[ $( Verb { name: $name, shown: verbs!(@ $($shown)?) } ),* ]) ),*
        ];
    };
    (@ shown) => { true };
    (@) => { false };
}

verbs! {
    "persons": {
        /// Opened a person's record.
        PERSON_VIEW = "person.view", shown;
        /// Looked at contact details that are shown only on request.
        PERSON_CONTACT = "person.contact", shown;
        /// Gave somebody an account.
        PERSON_CREATE = "person.create", shown;
        /// Changed a person's record.
        PERSON_CHANGE = "person.change", shown;
        /// Joined two records of one person.
        PERSON_MERGE = "person.merge", shown;
        /// Made two records again of what had been joined by mistake.
        PERSON_PART = "person.part", shown;
        /// Noted that a person left.
        PERSON_LEAVE = "person.leave", shown;
        /// Noted that a person came back.
        PERSON_RETURN = "person.return", shown;
        /// Took a copy of all data of a person.
        PERSON_EXPORT = "person.export", shown;
        /// Erased a person.
        PERSON_ERASE = "person.erase", shown;
        /// Made, changed or ended a guardianship or one of its limits.
        GUARDIANSHIP_CHANGE = "guardianship.change", shown;
        /// Gave or withdrew a consent.
        CONSENT_CHANGE = "consent.change", shown;
    }
    "rosters": {
        /// Applied a roster.
        ROSTER_APPLY = "roster.apply";
        /// Undid a roster.
        ROSTER_UNDO = "roster.undo";
    }
    "spaces and rights": {
        /// Opened a space.
        SPACE_OPEN = "space.open";
        /// Changed a space's settings.
        SPACE_CHANGE = "space.change";
        /// Archived a space.
        SPACE_ARCHIVE = "space.archive";
        /// Took a copy of a space.
        SPACE_EXPORT = "space.export";
        /// Took somebody into a space, changed their role or took them out.
        MEMBER_CHANGE = "member.change", shown;
        /// Made an invitation.
        INVITATION_MAKE = "invitation.make";
        /// Came in by an invitation.
        INVITATION_ACCEPT = "invitation.accept", shown;
        /// Ended an invitation.
        INVITATION_END = "invitation.end";
        /// Gave or took a right on one resource.
        GRANT_CHANGE = "grant.change", shown;
        /// Changed who may find and write to whom.
        REACH_CHANGE = "reach.change";
    }
    "sign-in": {
        /// Reset somebody's way of signing in.
        SIGNIN_RESET = "signin.reset", shown;
        /// Printed a letter with a way in.
        SIGNIN_LETTER = "signin.letter", shown;
        /// Printed a badge.
        SIGNIN_BADGE = "signin.badge", shown;
        /// Opened a class window, in which children sign in by pictures.
        SIGNIN_WINDOW = "signin.window";
        /// Used a letter or a code for the first time.
        SIGNIN_BIND = "signin.bind", shown;
        /// Changed a password or PIN.
        SIGNIN_PASSWORD = "signin.password", shown;
        /// Added or removed a passkey.
        SIGNIN_PASSKEY = "signin.passkey", shown;
        /// Added or removed a second factor.
        SIGNIN_FACTOR = "signin.factor", shown;
        /// Made or removed an app password.
        SIGNIN_APP_PASSWORD = "signin.app-password", shown;
        /// Ended sessions or forgot devices.
        SIGNIN_END = "signin.end", shown;
        /// Locked an account's sign-in after too many failures.
        SIGNIN_LOCK = "signin.lock", shown;
    }
    "messages": {
        /// Sent a message that did not wait for the hours at which people may be reached.
        NOTICE_EMERGENCY = "notice.emergency";
    }
    "the wall": {
        /// Took a post or a reply back from everybody.
        WALL_WITHDRAW = "wall.withdraw";
        /// Put a withdrawn post back.
        WALL_RESTORE = "wall.restore";
        /// Froze a space's wall, or let it go on.
        WALL_FREEZE = "wall.freeze";
        /// Ended the sessions that a post or a reply came from.
        WALL_END_SESSIONS = "wall.end-sessions", shown;
        /// Said who is on a picture, or covered somebody on it.
        PICTURE_WHO = "picture.who";
        /// Allowed or refused that a child is shown on a picture.
        PICTURE_ANSWER = "picture.answer", shown;
        /// Answered that on behalf of a family, from paper.
        PICTURE_PAPER = "picture.paper", shown;
        /// Changed what the institution demands before a child is shown.
        PICTURE_RULE = "picture.rule";
    }
    "class life": {
        /// Signed a form for a child, or entered what came signed on paper.
        FORM_ANSWER = "form.answer", shown;
    }
    "the institution": {
        /// Set the institution up.
        INSTITUTION_FOUND = "institution.found";
        /// Changed the institution's settings.
        INSTITUTION_CHANGE = "institution.change";
        /// Took a copy of everything.
        INSTITUTION_EXPORT = "institution.export";
        /// Read a copy of everything back.
        INSTITUTION_IMPORT = "institution.import";
        /// Made a backup.
        BACKUP_MAKE = "backup.make";
        /// Restored a backup.
        BACKUP_RESTORE = "backup.restore";
        /// Changed which outgoing connections are allowed.
        EGRESS_CHANGE = "egress.change";
    }
    "the journal itself": {
        /// Read the journal as an auditor.
        JOURNAL_READ = "journal.read";
        /// Took a copy of the journal.
        JOURNAL_EXPORT = "journal.export";
        /// Blanked the entries about a person.
        JOURNAL_ERASE = "journal.erase";
        /// Blanked the entries whose time was over.
        JOURNAL_FORGET = "journal.forget";
    }
}

/// Finds a verb by its name.
pub fn find(name: &str) -> Option<Verb> {
    VERBS.iter().flat_map(|(_, verbs)| *verbs).copied().find(|verb| verb.name == name)
}

/// The Fluent key of a verb's sentence: `person.view` → `journal-verb-person-view`.
pub fn verb_key(name: &str) -> String {
    format!("journal-verb-{}", name.replace('.', "-"))
}
