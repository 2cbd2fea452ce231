# Importing lists: pages and command line.
roster-title = Import lists
roster-lead = Drop the files that your software exports, as they are. Nothing is written before you have looked.
roster-drop = Drop your files here
roster-drop-hint = ONDE, SIECLE, OneRoster, Excel, LibreOffice or CSV. { $files } files and { $megabytes } MB at most.
roster-sending = Sending the files
roster-reading-them = Reading the files…
roster-sending-failed = The files could not be sent. Check the network and try again.
roster-stop-sending = Stop sending
roster-read = Read the files
roster-where = Where are these files?
roster-where-onde = In ONDE, open “Élèves › Extraction” and download pupils, guardians and teachers (CSV).
roster-where-siecle = In SIECLE, open “Exportations › En XML” and download pupils without addresses, guardians with addresses, and structures. Keep the zip files as they are.
roster-where-pronote = In Pronote, open “Imports/Exports › TXT/CSV/XML › Exporter un fichier texte” and choose pupils, then guardians. Préau will ask once what each column holds.
roster-where-table = An Excel, LibreOffice or CSV table will do too: a row of headings, then one row for each person.
roster-nothing-leaves = The files stay on this Préau and are erased after 30 days.
roster-past = Imports of the last 30 days
roster-state-reading = Being read
roster-state-mapping = Columns to explain
roster-state-asked = To look at
roster-state-applying = Being imported
roster-state-applied = Imported
roster-state-undone = Undone
roster-state-refused = File refused
roster-state-cancelled = Given up
roster-open = Open

roster-reading-title = Reading the files
roster-applying-title = Importing
roster-reading-hint = You may leave this page and come back: the reading goes on.
roster-applying-hint = All is written at once or nothing is. You may leave this page and come back.
roster-percent = { $percent } % read
roster-look-again = Refresh
roster-start-over = Read again from the start
roster-give-up = Give up

roster-columns-title = What does each column hold?
roster-columns-lead = { $file }. Préau recognised { $known ->
    [0] no column
    [one] one column
   *[other] { $known } columns
 } of { $all }.
roster-columns-sample = Part of the file
roster-columns-caption = Columns of the file and its first rows
roster-columns-missing = A column is missing
roster-columns-missing-hint = Say which column holds: { $columns }. Without it nobody can be recognised.
roster-kind = Whose list is it?
roster-kind-learner = Pupils
roster-kind-guardian = Guardians
roster-kind-staff = Staff
roster-kind-space = Classes and groups
roster-complete = This list is complete
roster-complete-hint = People who came from a table and are not in this one will be proposed as leaving.
roster-remember = Remember for the next files
roster-remember-hint = A file with the same headings will be recognised by itself.
roster-see-difference = See what it would change
roster-column-ignore = Don’t import
roster-column-family-name = Family name
roster-column-given-name = Given name
roster-column-full-name = Family and given name
roster-column-used-name = Name in use
roster-column-preferred-name = Preferred given name
roster-column-birth = Date of birth
roster-column-sex = Sex
roster-column-class = Class
roster-column-group = Group
roster-column-level = Level
roster-column-email = E-mail address
roster-column-mobile-phone = Mobile telephone
roster-column-home-phone = Home telephone
roster-column-work-phone = Work telephone
roster-column-title = Title
roster-column-street = Street
roster-column-postcode = Postcode
roster-column-town = Town
roster-column-country = Country
roster-column-ine = INE
roster-column-identifier = Identifier
roster-column-photo = Photo permission
roster-column-associations = Associations permission
roster-column-child-family-name = Child’s family name
roster-column-child-given-name = Child’s given name
roster-column-child-class = Child’s class

roster-refused-title = These files can’t be imported
roster-refused-lead = Nothing was written. Mend what follows, then drop all files again.
roster-fine = { $count ->
    [one] This file is readable:
   *[other] These files are readable:
 } { $files }
roster-drop-again = Drop other files

roster-difference-title = Look before importing
roster-difference-lead = { $files }, read { $moment }. Nothing is written yet.
roster-nothing-title = All is up to date
roster-nothing = These files change nothing: Préau knows all that they say.
roster-count-new = new
roster-count-changed = { $count ->
    [one] changes
   *[other] change
 }
roster-count-leaving = leaving
roster-count-doubtful = to check
roster-count-unchanged = unchanged
roster-part-doubtful-learner = Pupils to check: is it the same person?
roster-part-doubtful-guardian = Guardians to check: is it the same person?
roster-part-doubtful-staff = Staff to check: is it the same person?
roster-part-kept = Changed by hand and by the file: what to keep?
roster-part-new-learner = New pupils
roster-part-moved-learner = Moving to another class
roster-part-leaving-learner = Pupils leaving
roster-part-changed-learner = Pupils whose record changes
roster-part-new-guardian = New guardians
roster-part-changed-guardian = Guardians whose record changes
roster-part-leaving-guardian = Guardians leaving
roster-part-new-staff = New staff
roster-part-changed-staff = Staff whose record changes
roster-part-leaving-staff = Staff leaving
roster-part-new-tie = New guardianships
roster-part-changed-tie = Guardianships that change
roster-part-leaving-tie = Guardianships that end
roster-part-new-space = New classes and groups
roster-part-changed-space = Classes and groups with another name
roster-part-leaving-space = Classes and groups to put away
roster-leaving-hint = Their access is closed. Their work is kept, and they may come back by a later import.
roster-kept-hint = Somebody corrected these records in Préau, and the file now says something else.
roster-no-class = Without a class
roster-guardian-count = { $count ->
    [0] no guardian
    [one] one guardian
   *[other] { $count } guardians
 }
roster-in-file = In the file
roster-in-preau = In Préau already
roster-born = born { $day }
roster-ask-same = Is it the same person?
roster-answer-same = Yes, it is { $name }
roster-answer-same-in = Yes, it is { $name } ({ $place })
roster-answer-other = No, it is someone else
roster-answer-later = I don’t know, leave aside
roster-ask-keep = What to keep?
roster-answer-keep = Keep what is in Préau
roster-answer-take = Take what the file says
roster-why-absent = no longer in the file
roster-why-said = gone, says the file
roster-why-identifiers-disagree = identifiers of several people
roster-why-identifier-of-another = identifier of a person with another name
roster-why-identifier-differs = same name and birth, other identifier
roster-why-several-candidates = several people have this name
roster-why-rivals = several rows of the file mean the same person
roster-why-name-only = same name, nothing else to compare
roster-why-birth-slip = same name, nearly the same date of birth
roster-why-near-name = nearly the same name
roster-why-same-email = same e-mail address, other name
roster-field-returned = Comes back
roster-field-left = Has left, says Préau
roster-field-class = Class
roster-field-groups = Groups
roster-field-family-name = Family name
roster-field-used-name = Name in use
roster-field-given-names = Given names
roster-field-preferred-name = Preferred given name
roster-field-birth-date = Date of birth
roster-field-sex = Sex
roster-field-title = Title
roster-field-email = E-mail address
roster-field-phone = Telephone
roster-field-address = Address
roster-field-level = Level
roster-field-photo = Photo permission
roster-field-association = Associations permission
roster-field-head = Head
roster-field-identifiers = Identifiers
roster-yes = yes
roster-no = no
roster-female = girl or woman
roster-male = boy or man
roster-see-all = See all { $count } lines
roster-table = Download all of it (spreadsheet)
roster-problems = { $count ->
    [one] One remark about the files
   *[other] { $count } remarks about the files
 }
roster-problems-more = The others are not shown here.
roster-at-file = { $file }
roster-at-line = { $file }, line { $line }
roster-at-column = { $file }, line { $line }, column { $column }
roster-apply = Import
roster-change-nothing = Change nothing
roster-undo-hint = You can undo it for 30 days.
roster-save-answers = Save these answers
roster-back-to-difference = Back to the difference
roster-previous = Previous
roster-next = Next
roster-pages = Pages
roster-csv-what = What
roster-csv-class = Class
roster-csv-name = Name
roster-csv-detail = Detail

roster-done-title = Import of { $moment }
roster-done-added = { $count ->
    [one] person added
   *[other] people added
 }
roster-done-changed = { $count ->
    [one] record updated
   *[other] records updated
 }
roster-done-left = { $count ->
    [one] person left
   *[other] people left
 }
roster-done-spaces = { $count ->
    [one] space opened
   *[other] spaces opened
 }
roster-undo-this = Undo this import
roster-undo-explain = All goes back to what it was, but what somebody changed since.
roster-undone-kept = { $kept ->
    [one] One record was changed or used since: it stayed.
   *[other] { $kept } records or ties were changed or used since: they stayed.
 }
roster-see-people = See the people

roster-said-applied = Import done: { $added ->
    [0] nobody added
    [one] one person added
   *[other] { $added } people added
 }, { $changed ->
    [0] no record updated
    [one] one record updated
   *[other] { $changed } records updated
 }, { $left ->
    [0] nobody left
    [one] one person left
   *[other] { $left } people left
 }.
roster-said-undone = The import is undone: all is as before.
roster-said-undone-partly = The import is undone. { $kept ->
    [one] One record or tie was changed since and stays.
   *[other] { $kept } records or ties were changed since and stay.
 }
roster-said-cancelled = The import is given up. Nothing was changed.
roster-said-answers = Your answers are saved.
roster-said-differs = Something changed in Préau since you looked. Look again, then import.
roster-staff-room = Staff room
roster-left-out = { $name } ({ $file }, line { $line }) may be in Préau already: left out. Answer on the imports page.
roster-kept-by-hand = { $name }: changed by hand and kept ({ $fields }).
roster-cli-nothing = Nothing changes: all is up to date.
roster-cli-counts = { $kind }: { $new } more, { $changed } to change, { $leaving } less, { $doubtful } to check.
roster-cli-dry = Nothing was written.
roster-cli-applied = All is written. To undo it: the page “Import lists”, for 30 days.
roster-cli-usable = Readable: { $files }
problem-roster-no-file = Choose at least one file.
problem-roster-too-many-files = Too many files: { $limit } at most at once.
problem-roster-too-large = These files are larger than { $megabytes } MB. Send them in several goes.
problem-roster-too-many-open = { $limit } imports wait for an answer already. Finish or give up one of them.
problem-roster-moved-on = This import has moved on. Open it again from the list of imports.
problem-roster-differs = Something changed since the reading. Look again, then import.
problem-roster-not-applied = This import is not applied: there is nothing to undo.
problem-roster-undo-later-first = A later import stands on this one. Undo the later one first.
problem-roster-refused = These files can’t be imported: { $files }
