serve-listening = Préau listens on { $address }
serve-open = Open in a browser: { $address }
serve-stopped = Préau has stopped. Everything is saved.
problem-config-file = The configuration file { $file } is wrong: { $error }
problem-config-variables = The PREAU_… variables are wrong: { $error }
problem-config-push = “{ $entry }” is not the address of a push service ([push] allow). Try updates.push.services.mozilla.com
problem-config-zone = “{ $zone }” is not a time zone. Try Europe/Paris
problem-config-domain = “{ $domain }” is not a domain name. Give it as people type it: preau.louise-michel.example
problem-folder-in-use = Another Préau already uses the folder { $folder }. Stop it first, or name another folder with --data
problem-folder-refused = The folder { $folder } can’t be used: { $error }
problem-listen-refused = Can’t listen on { $address } ({ $error }). Another program may be there already: name another address with --listen
problem-certificate-unusable = The certificate { $file } can’t be used: { $error }
problem-upgrade-failed = The upgrade of the tables failed: nothing was changed. Run the version before this one again
problem-upgrade-failed-with-copy = The upgrade of the tables failed: nothing was changed, and a copy from before is in { $copy }. Run the version before this one again
problem-upgrade-pending = This Préau is newer than the data, and a server is using them. Stop it, then start this one
problem-move-unfinished = A move or a restore into this database did not end: start it again
problem-not-empty = { $what } is not empty: choose a new one
problem-demo-not-empty = There are families here already: the demo school can’t be added to them
problem-demo-over = This institution is no longer a demo, or has no other administrator: nothing was erased
problem-backup-damaged = In the backup, { $what } is missing or was changed
problem-backup-form = This backup (form { $form }) comes from a newer Préau
problem-copy-differs = After the copy, { $what } is not the same: nothing was kept
problem-no-such-login = Nobody has this login
serve-setup = To begin, open this link (once, within the hour), or point a phone at the square: { $address }

backup-made = Backup made in { $folder }: { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $blobs ->
    [one] { $blobs } file
   *[other] { $blobs } files
}
restore-done = Restored into { $data }: { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $blobs ->
    [one] { $blobs } file
   *[other] { $blobs } files
}. Run “preau serve --data { $data }”
move-done = Moved: { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} and { $blobs ->
    [one] { $blobs } file
   *[other] { $blobs } files
}, all compared. The original is unchanged. Now run “preau serve --config { $config }”
export-done = Everything is written to { $folder }
import-done = { $folder } was read in full
app-password-made = App password of { $login }, to copy into the other program. It will not be shown again:

backups = Backups
backups-scheduled = One each night, in { $folder }
backups-unscheduled = No automatic backup. Folder: { $folder }
backups-none = No backup
backups-none-why = The first is made next night, or at once if you ask for it.
backup-now = Back up now
backup-at = When
backup-rows = Rows
backup-blobs = Files
backup-tried = Read back
backup-tried-yes = Read back, all there
backup-tried-no = Not yet
backup-try = Test my restore
backup-begun = The backup has begun
backup-doing = A backup is being made since { $since }
backup-done = The backup is made
backup-failed = It did not work: { $why }
trial-begun = The trial of the restore has begun
trial-doing = A backup is being read back since { $since }
trial-good = The restore works: { $rows } rows read back, { $persons ->
    [one] { $persons } person
   *[other] { $persons } persons
}, all is well
look-again = Look again

health = Health of Préau
health-lead = What was looked at just now, and what to do
health-looked = What was looked at
health-count = { $good } of { $all } are well
health-mend = Go there

journal = Journal
journal-lead = Who did what, with whose data. Reading this page is written down too.
journal-verify = Verify the journal
journal-verb = Act
journal-any = All
journal-login = Login of a person
journal-from = From
journal-to = To
journal-search = Search
journal-none = Nothing matches
journal-at = When
journal-who = Who
journal-did = Did
journal-whose = For
journal-preau = Préau
journal-pages = Pages of the journal
journal-older = Older
journal-keep = Keep this fingerprint elsewhere, on paper for example: it will prove that nothing was rewritten since.
journal-sound = The journal is intact: { $size ->
    [one] { $size } entry
   *[other] { $size } entries
}, { $checkpoints ->
    [one] { $checkpoints } signed fingerprint
   *[other] { $checkpoints } signed fingerprints
} compared, { $erased ->
    [one] { $erased } entry
   *[other] { $erased } entries
} rightly erased. Root: { $root }

transparency-title = Where is my data?
transparency-lead = At your institution, and nowhere else than what is written here.
transparency-out = What this Préau connects to
transparency-nothing = Nothing: this Préau opens no connection to the outside.
transparency-out-lead = These connections, and no others, were listed by the institution.
transparency-host = To
transparency-purpose = For
transparency-basis = Legal basis
transparency-used = Last used
transparency-sent = Bytes sent
transparency-near = within the institution
transparency-always = All the time
transparency-never = Never yet
transparency-runs = What runs here
transparency-program = Program
transparency-database = Database
transparency-database-sqlite = A file on the institution’s machine
transparency-database-postgresql = PostgreSQL
transparency-files = Files
transparency-files-folder = A folder on the institution’s machine
transparency-files-s3 = An object store (S3)
transparency-licence = Licence
transparency-source = Source code
transparency-source-ask = The institution gives it to whoever asks
transparency-pages = Pages load nothing from another site: no font, no picture, no audience measurement.
transparency-journal = The journal
transparency-journal-lead = Each sensitive access is written to a journal that nobody can rewrite. Whoever keeps the fingerprint below can prove it.
transparency-journal-none = The journal begins with the institution.
transparency-verifier = Public key
transparency-checkpoint = Newest signed fingerprint

accessibility-title = Accessibility: statement
accessibility-lead = Préau is made for everyone: by keyboard, by screen reader, on an old phone, with a screen enlarged four times.
accessibility-state = State of conformity
accessibility-state-text = This institution has not had its Préau audited against RGAA 4.1 yet. The software aims at WCAG 2.2, level AA.
accessibility-how = How it is checked
accessibility-how-text = At each change of the software, all pages are passed to an automatic tool (axe), for each role, and the ways in and the import are walked by keyboard. A tool does not see everything: an audit by people remains necessary.
accessibility-limits = What may stand in the way
accessibility-limits-text = Documents and photos that people put here are not checked. Ask those who put them for another form.
accessibility-contact = Tell of an obstacle
accessibility-contact-text = Tell the institution’s administration, by word of mouth, by phone or in writing: it must give you the information in another way.
accessibility-appeal = Without an answer
accessibility-appeal-text = In France you can turn to the Défenseur des droits, free of charge: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07, or 09 69 39 00 00.

check-folder-permissions = Folder { $folder } for Préau alone
check-folder-permissions-mend = Other accounts of this machine can enter it. Do: chmod o-rwx { $folder }
check-disk-room = Room on the disk: { $gigabytes } GB
check-disk-room-mend = Make room, or put the backups on another disk ([backups] folder)
check-clock = The machine’s clock (year { $year })
check-clock-mend = Set the machine’s clock, by NTP if possible
check-lines-private = What goes to browsers encrypted, or on this machine only
check-lines-private-mend = Anyone on the network can read along: configure [tls]
check-certificate-missing = A readable certificate
check-certificate-missing-mend = There is no readable certificate yet: look at the “certificate” lines of the server’s log
check-certificate-unusable = A certificate that can be used: { $error }
check-certificate-unusable-mend = Put a certificate and the key that belongs to it into these files: they are read at once. Until then the certificate before goes on, but Préau can’t start again
check-certificate-end = Certificate: { $days } more days
check-certificate-end-mend = Renew the certificate: after that browsers will refuse to enter
check-backup-none = A backup less than two days old
check-backup-none-mend = There is none: make one now
check-backup-old = The last backup is { $days } days old
check-backup-old-mend = The nightly backup did not happen: try by hand, the reason will be shown
check-backup-untried = A recent backup
check-backup-untried-mend = A backup that was never read back does not count: test the restore
check-backup-good = Backup from { $hours } h ago, restore tried
check-events-waiting = Events waiting: { $waiting }
check-events-failing = Events that fail: { $failing }
check-events-failing-mend = “{ $first }” fails at each try: the reason is in the server’s log
check-jobs-dead = Jobs given up after too many failures: { $dead }
check-jobs-dead-mend = The first is { $first }: the reason is in the server’s log
check-journal-sound = The journal compared with its fingerprints ({ $size } entries)
check-journal-sound-mend = The journal was changed: “preau journal verify” says where. Keep this machine as it is and compare with a fingerprint kept elsewhere
check-blobs-there = Files needed and missing: { $missing } of { $count }
check-blobs-there-mend = Restore them from a backup
check-blobs-whole = Spoilt files: { $spoilt } of { $count }
check-blobs-whole-mend = The disk changed them: restore them from a backup, and replace the disk

problem-backup-busy = A backup or a trial is under way already
problem-no-institution = There is no Préau in { $folder }. Name the folder with --data
problem-too-many-files = There are too many files in { $folder }: remove those that don’t belong there
problem-same-place = Both configurations describe the same place: there is nothing to move
problem-not-of-everything = Only an export of everything can be imported
problem-trial-failed = The restore does not give a healthy Préau: { $what }
problem-unwell = { $count ->
    [one] One thing needs mending
   *[other] { $count } things need mending
}
problem-journal-unsound = The journal was changed{ $index ->
    [none] {""}
   *[other] {" "}(entry { $index })
}: { $what ->
    [missing] an entry is missing
    [body] an entry is not what was written
    [leaf] an entry does not fit its leaf
    [tile] the stored tree is not that of its leaves
    [root] the entries do not give the root that was signed
    [signature] a fingerprint is not signed by the journal’s key
    [unsigned] no fingerprint covers the last entries
    [cut-off] a fingerprint covers more entries than there are
    [order] the fingerprints are not in order
    [erasure] entries were blanked without an act that says so
   *[cosignature] a witness’s signature is not good
}
problem-config-missing = There is no configuration file { $file }
problem-folder-missing = { $folder } does not exist
problem-folder-forbidden = { $folder } is not open to this user: run the command as the folder’s owner
problem-no-backup = { $folder } is not a backup, or one that did not end: manifest.json is missing
problem-not-a-checkpoint = { $file } holds no fingerprint signed by this journal

cli-roster-learners = Pupils: { $new } to add, { $changed } to change, { $leaving } leaving, { $doubtful } to check
cli-roster-guardians = Guardians: { $new } to add, { $changed } to change, { $leaving } leaving, { $doubtful } to check
cli-roster-staff = Staff: { $new } to add, { $changed } to change, { $leaving } leaving, { $doubtful } to check
cli-roster-spaces = Classes and groups: { $new } to add, { $changed } to change, { $leaving } leaving, { $doubtful } to check
cli-roster-nothing-written = Nothing was written. Without --dry-run it will be
cli-roster-written = It is written. It can still be undone, in the administration
cli-roster-nothing-new = Nothing new: nothing was written
problem-roster-refused-files = These files can’t be read, nothing was written: { $what }

help-usage = Usage:
help-command = COMMAND
help-commands = Commands
help-arguments = Arguments
help-options = Options
help-value-addr = ADDR
help-value-config = FILE
help-value-dir = DIR
help-value-file = FILE
help-value-id = ID
help-value-login = LOGIN
help-value-n = N
help-preau = Préau: the school’s, the university’s, the hospital’s own place to meet. One program, one folder, nothing leaves.
help-any-help = Print this help
help-any-version = Print the version
help-any-json = Print JSON, for programs
help-any-data = The data folder
help-any-config = The configuration file
help-serve = Run; on an empty folder print a one-time set-up link
help-serve-listen = Where to listen, such as 127.0.0.1:8080; port 0 takes any that is free
help-demo = Run an invented institution, to look around in
help-demo-data = The data folder; without it a temporary one, removed at the end
help-demo-listen = Where to listen; 127.0.0.1:8080 if nothing is said
help-demo-media-port = The port for calls
help-roster = Import people from school files, or say what that would change
help-roster-dry-run = Change nothing: say what would change
help-roster-files = The files, as the school’s software exports them: ONDE, SIECLE, OneRoster, CSV, ODS, XLSX
help-app-password = Print a password for one client (drive, calendar, chat) of somebody
help-app-password-login = The person’s login
help-export = Write all that is kept of a person, of a space or of everything, in open formats
help-export-person = One person, by login
help-export-space = One space, by id
help-export-all = Everything
help-export-to = The folder to make; missing or empty
help-import = Read an export of everything into an empty institution
help-import-from = The export
help-backup = Make a copy that can be restored, while the institution is in use
help-backup-test = Restore it into a temporary folder beside it, to see whether that works
help-backup-to = The folder to make; missing or empty
help-restore = Restore a backup into an empty place
help-restore-from = The backup
help-move = Carry the institution to another database or store
help-move-to = The configuration to move to
help-doctor = Say what is wrong and how to mend it
help-doctor-blobs = Read every file and compare it with its fingerprint: takes as long as reading the whole store
help-journal = Prove that nobody rewrote the journal
help-journal-verify = Recompute the journal and compare it with every signed fingerprint
help-journal-verify-known = A signed fingerprint kept elsewhere, on paper or by a neighbour: the journal must have grown from it
help-config = Print a commented configuration
help-config-example = Print every key with its default and its meaning

wrong-use = This command can’t be understood
wrong-use-unknown = There is no { $argument } here
wrong-use-command = There is no command { $command }
wrong-use-missing = Missing: { $argument }
wrong-use-without-value = { $argument } needs a value
wrong-use-value = “{ $value }” does not fit { $argument }
wrong-use-together = { $argument } and { $other } can’t be said together
wrong-use-perhaps = Perhaps { $suggested }?
wrong-use-usage = Usage: { $usage }
wrong-use-more = More with --help

demo-clear-title = Begin in earnest
demo-clear-lead = The demo school was there to look around. Take it away before you welcome real people.
demo-clear-not = Here it can’t be taken away: real families are there, or nobody but its inhabitants administers the institution.
demo-clear-none = There is no demo school here
demo-clear-what = What happens
demo-clear-people = { $count ->
    [one] The invented person is erased.
   *[other] The { $count } invented people are erased, with their records and their letters.
}
demo-clear-spaces = Their classes and spaces are archived.
demo-clear-stays = Your account, the institution’s settings and what you opened yourself stay.
demo-clear-sure = Yes, I want to erase the demo school. This can’t be undone.
demo-clear-no = Not now
demo-clear-yes = Erase the demo
demo-said-gone = The demo school is erased. Now give your list.
check-demo-here = The demo school is still here
check-demo-here-mend = Take it away before you import real people.
problem-demo-sure = Tick the box to confirm
