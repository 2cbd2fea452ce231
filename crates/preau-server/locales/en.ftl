serve-listening = Préau listens on { $address }
serve-open = Open in a browser: { $address }
serve-stopped = Préau has stopped. Everything is saved.
problem-config-file = The configuration file { $file } is wrong: { $error }
problem-config-variables = The PREAU_… variables are wrong: { $error }
problem-config-zone = “{ $zone }” is not a time zone. Try Europe/Paris
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
restore-done = Restored into { $data }: { $rows } rows, { $blobs } files. Run “preau serve --data { $data }”
move-done = Moved: { $rows } rows, { $blobs } files, compared one by one. The original is unchanged. Now run “preau serve --config { $config }”
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
journal-sound = The journal is intact: { $size } entries, { $checkpoints } signed fingerprints compared, { $erased } entries rightly erased. Root: { $root }

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
check-events-waiting-mend = An event fails at each try: the reason is in the server’s log
check-jobs-dead = Jobs given up after too many failures: { $dead }
check-jobs-dead-mend = The first is { $first }: the reason is in the server’s log
check-journal-sound = The journal compared with its fingerprints ({ $size } entries)
check-journal-sound-mend = The journal was changed: { $fault }. Keep this machine as it is and compare with a fingerprint kept elsewhere
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
problem-journal-unsound = The journal was changed: { $what }

cli-roster-learners = Pupils: { $new } to add, { $changed } to change, { $leaving } leaving, { $doubtful } to check
cli-roster-guardians = Guardians: { $new } to add, { $changed } to change, { $leaving } leaving, { $doubtful } to check
cli-roster-staff = Staff: { $new } to add, { $changed } to change, { $leaving } leaving, { $doubtful } to check
cli-roster-spaces = Classes and groups: { $new } to add, { $changed } to change, { $leaving } leaving, { $doubtful } to check
cli-roster-nothing-written = Nothing was written. Without --dry-run it will be
cli-roster-written = It is written. It can still be undone, in the administration
cli-roster-nothing-new = Nothing new: nothing was written
problem-roster-refused-files = These files can’t be read, nothing was written: { $what }

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
