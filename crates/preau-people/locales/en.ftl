people-tab-home = Home
people-tab-members = Members
people-tab-settings = Settings

people-soon = Soon
people-hello = Hello { $name }
people-todo = What is left to do
people-todo-count = { $done } of { $all }
people-todo-later = { $count ->
    [one] One more thing to do
   *[other] { $count } more things to do
}
people-todo-done = { $count ->
    [one] One point is good already
   *[other] { $count } points are good already
}
people-todo-go = Go there
people-my-children = My children
people-no-space = You are in no space
people-no-space-hint = A teacher or the office can put you into one, or give you a code.
people-have-code = I have an invitation code
people-role-owner = Owner
people-role-manager = Manager
people-role-member = Member
people-role-guardian = Parent
people-role-guest = Guest
people-role-auditor = Auditor

people-directory-lead = The people and spaces that you can find.
people-in-directory = In the directory
people-directory-label = Name, class or space
people-search = Search
people-answers = { $count ->
    [0] No answer
    [one] One answer
   *[other] { $count } answers
} for “{ $q }”
people-near = Similar names
people-pages = Pages
people-next = More
people-nobody-found = Nobody of that name
people-nobody-found-hint = Try a part of the name, or ask the office.
people-persons = People
people-persons-card = Add, search, correct
people-spaces = Spaces
people-spaces-card = Classes, groups, clubs

people-class-count = { $learners ->
    [0] No pupil
    [one] One pupil
   *[other] { $learners } pupils
} · { $families ->
    [0] no parent
    [one] one parent
   *[other] { $families } parents
}
people-space-count = { $members ->
    [0] Nobody
    [one] One person
   *[other] { $members } people
}
people-invite = Invite
people-archived-since = This space was archived on { $date }: one can read it, nothing changes any more.
people-reopen = Reopen
people-leaders = Who leads this space
people-no-leader = Nobody looks after this space yet.
people-add-leader = Add somebody
people-about-space = About
people-kind = Kind
people-level = Level
people-year = School year
people-you-are = You are here as
people-see-members = See the members
people-your-data = Your data
people-your-data-text = Everything is on the institution’s own server. Nothing is sent elsewhere.
people-your-data-check = Check

people-add-member = Add a person
people-add-member-hint = Their name
people-as-what = { $name } will be
people-label = Subject or function
people-label-hint = Subject, function
people-add = Add
people-remove = Remove
people-no-members = No member that you can see
people-no-members-hint = Members appear here as soon as they are added.
people-filter = Search in the list
people-name = Name
people-guardians = Guardians
people-actions = Actions

people-space-name = Name of the space
people-space-code = Short code (a few letters)
people-hue = Colour
people-hue-1 = Colour 1
people-hue-2 = Colour 2
people-hue-3 = Colour 3
people-hue-4 = Colour 4
people-hue-5 = Colour 5
people-hue-6 = Colour 6
people-hue-7 = Colour 7
people-hue-8 = Colour 8
people-save = Save
people-archive-title = Archive this space
people-archive-hint = Its members will still read all of it. Nobody will change anything in it.
people-archive = Archive

people-invitation-made = Here is the invitation code
people-invitation-once = Write it down or copy it now: it will not be shown again.
people-copy-code = Copy the code
people-copy-link = Copy the link
people-copied = Copied
people-new-invitation = New invitation
people-invite-role = Whom do you invite?
people-invite-member = Somebody from here
people-invite-member-hint = The person already has an account and becomes a member.
people-invite-guest = Somebody from outside
people-invite-guest-hint = The person comes in as a guest. Whoever has no account makes one on arrival, with nothing but a name.
people-invite-until = May stay until
people-invite-until-hint = That day included. If empty, until you remove them or the space is archived.
people-came = Came by an invitation
people-invitation-by = invited by { $by }
people-invitation-stay = people stay until { $date }
people-invite-uses = For how many people
people-invite-days = For how many days
people-make-invitation = Make a code
people-invitations-open = Open invitations
people-invitation-line = until { $until }, for { $uses ->
    [one] one more person
   *[other] { $uses } more people
}
people-end-invitation = Stop


people-change = Change
people-more = Other actions
people-leave = Leaves the institution
people-rejoin = Comes back to the institution
people-left-on = Left the institution on { $date }.
people-identity = Identity
people-born = Date of birth
people-login = Login
people-phone = Telephone
people-email = E-mail
people-address = Postal address
people-each-sees = Each guardian sees { $name }, none sees the other’s contact details.
people-no-guardian = No guardian is known.
people-until = until { $date }
people-legal = Legal guardian
people-picks-up = May pick up
people-no-pick-up = May not pick up
people-no-contact = No contact
people-no-record = May not see the record
people-add-guardian = Add a guardian
people-children = Children
people-as-kin = Relation: { $kinship }
people-opened = Who opened this record
people-opened-none = Nobody so far.
people-opened-all = The whole journal of this record
people-opened-preau = Préau
people-opened-me = { $name } (me)
people-opened-gone = A person who is no longer here
people-consents = Consents
people-withdraw = Withdraw consent
people-give = Give consent
people-refuse = Refuse
people-no-shared-space = No space.
people-leave-title = Does { $name } leave the institution?
people-leave-hint = Their access closes. Nothing is erased, and you will be able to go back.
people-leave-no = No, keep
people-leave-yes = Yes, this person leaves
people-purpose-photo = Photos and videos
people-purpose-association = Address given to parents’ associations
people-purpose-outing = Going out without being accompanied
people-answer-to-ask = To be asked
people-answer-given = Consent given
people-answer-refused = Refused
people-answer-withdrawn = Consent withdrawn
people-kinship-mother = Mother
people-kinship-father = Father
people-kinship-parent = Parent
people-kinship-grandparent = Grandparent
people-kinship-step-parent = Step-parent
people-kinship-guardian = Legal guardian
people-kinship-foster = Foster family
people-kinship-other = Other

people-admin-counts = { $institution } · { $learners ->
    [0] no pupil
    [one] one pupil
   *[other] { $learners } pupils
}, { $guardians ->
    [0] no parent
    [one] one parent
   *[other] { $guardians } parents
}, { $staff ->
    [0] no staff
    [one] one staff member
   *[other] { $staff } staff
}
people-roster = Import lists
people-roster-card = ONDE, SIECLE, OneRoster, spreadsheet
people-letters = Letters and badges
people-letters-card = Give everybody access, on paper
people-who-may = Who may write to whom
people-who-may-card = One table, careful values
people-year-turn = Turn the year
people-year-turn-card = Archive the classes, open the new ones
people-backups = Backups
people-backups-card = Make, try, restore
people-journal = Journal
people-journal-card = Who did what, beyond retouching
people-settings = The institution
people-settings-card = Name, code, year, hours

people-institution-kind = This is
people-institution-kind-primary = A primary school
people-institution-kind-college = A lower secondary school
people-institution-kind-lycee = An upper secondary school
people-institution-kind-university = A university or college
people-institution-kind-hospital = A hospital or clinic
people-institution-kind-association = An association
people-institution-name = Name of the institution
people-institution-code = UAI, FINESS or SIRET
people-institution-code-hint = For example 0750655E. The last letter or digit is checked.
people-optional = optional
people-letterhead = At the top of letters
people-letterhead-hint = Printed letters bear these lines below the institution’s name.
people-website = Web address
people-website-hint = The institution’s own. Without it, letters give that of this Préau.
people-language = Language
people-language-hint = For people who did not choose one.
people-time-zone = Time zone
people-hours = Hours at which messages arrive
people-hours-hint = What is written outside them waits for the next day. Reading is always possible.
people-weekend = Week-end pause
people-weekend-pause = Nothing arrives over the week-end
people-weekend-from = From Friday at
people-weekend-until = to Monday at
people-from = From
people-to = to
people-second-factor = Staff sign in in two steps
people-second-factor-hint = A passkey, or a password and a code.

people-doubles = Doubles
people-doubles-lead = People of the same name and kind. Join them only if they are one person: this can’t be undone.
people-no-doubles = No doubles
people-double-first = This record stays
people-double-second = This one joins it
people-merge = Join
people-new-person = New person
people-all-kinds = All
people-who-left = Left
people-empty-list-hint = Search otherwise, or add the person.
people-back-to-record = Record
people-given-names = Given names
people-family-name = Family name
people-more-fields = More details
people-preferred-name = Preferred given name
people-used-name = Family name in use
people-birth-date = Date of birth
people-sex = Sex
people-sex-female = Female
people-sex-male = Male
people-sex-other = Other
people-postcode = Post code
people-city = Town
people-login-hint = Leave empty: it is made from the name.
people-add-person = Add the person
people-office = Office in the institution
people-office-none = None
people-office-owner = Administrator: sets everything, names the others
people-office-manager = Head or secretary: looks after people and spaces
people-office-auditor = Auditor: reads the settings and the journal, nothing else
people-save-office = Save the office
people-guardian-of = Guardian of { $name }
people-kinship = Relation to the child
people-legal-rank = Legal responsibility
people-legal-none = No legal responsibility
people-legal-1 = Legal guardian 1
people-legal-2 = Legal guardian 2
people-rights = Rights
people-right-contact = Is told what happens
people-right-pick_up = May come for the child
people-limits = Limits set by a court
people-limits-hint = A limit always has a date and a reason. It ends by itself on its last day.
people-limit-no_record = Sees neither the child’s record nor spaces
people-limit-no_contact = Is not in touch about the child
people-limit-no_pick_up = Does not come for the child
people-limit-reason = Decision (by whom, what)
people-limited-from = From
people-limited-until = Until
people-end-guardian = End it
people-end-guardian-hint = { $guardian } no longer answers for { $child }.
people-find-guardian = First look whether this person is in Préau already.
people-choose = Choose
people-new-guardian = Add a new person

people-new-space = New space
people-archived = Archived
people-no-spaces = No space
people-no-spaces-hint = Import your lists: classes open by themselves. Or open a space by hand.
people-nobody = nobody
people-open-space = Open the space

people-year-none = First say which school year it is, in the institution’s settings.
people-year-lead = Year { $year }: { $spaces ->
    [0] no class or group
    [one] one class or group
   *[other] { $spaces } classes and groups
}. They will be archived, and the same opened for the new year.
people-year-new = New year
people-keep-leaders = Teachers stay in the classes of the same name
people-leaving-levels = Levels that leave
people-leaving-levels-hint = The pupils of these levels leave the institution.
people-level-count = { $level } ({ $count ->
    [one] one pupil
   *[other] { $count } pupils
})
people-year-after = Pupils come into their new class when you import the new lists. You have one hour to undo.
people-turn-year = Turn the year

people-who-may-lead = One can always answer. The careful values protect minors.
people-who-write = Who may write to whom
people-who-find = Who finds whom in the directory
people-who-write-asks = Who writes
people-who-find-asks = Who looks
people-who-may-caption = Each row looks or writes, each column is found or receives
people-reach-nobody = Nobody
people-reach-ours = Own spaces
people-reach-everyone = Everyone
people-who-may-always = A family always finds its children. A parent’s contact details are never shown to another parent, whatever this table says.
people-careful-values = Back to the careful values

people-said-undone = It is undone.
people-said-consent = The answer is noted.
people-said-member = { $name } is in this space.
people-said-removed = The person was taken out of the space.
people-said-saved = Saved.
people-said-archived = { $name } is archived.
people-said-invitation-ended = The invitation no longer holds.
people-said-added = { $name } is in Préau. Login: { $login }.
people-said-left = { $name } left the institution.
people-said-returned = { $name } is back.
people-said-office = The office of { $name } is saved.
people-said-merged = The two records of { $name } are one.
people-said-guardian-ended = The guardianship has ended.
people-said-opened = { $name } is open. Now add people.
people-said-turned = Welcome to { $year }: { $opened ->
    [one] one space opened
   *[other] { $opened } spaces opened
}, { $left ->
    [0] nobody left
    [one] one person left
   *[other] { $left } people left
}.

check-institution-named = The institution has a name
check-institution-named-mend = Give its name and code
check-institution-unnamed = The institution has no name yet
check-institution-unnamed-mend = Give its name and code
check-second-administrator = Two people administer Préau
check-second-administrator-mend = Nothing to do
check-one-administrator = One person alone administers Préau
check-one-administrator-mend = Name a second, so as never to be locked out
check-no-administrator = Nobody administers Préau
check-no-administrator-mend = Name somebody with the preau command
check-people-there = People are there
check-people-there-mend = Nothing to do
check-people-missing = No pupil or patient is there yet
check-people-missing-mend = Import your lists
check-spaces-led = Somebody leads each space
check-spaces-led-mend = Nothing to do
check-spaces-alone = { $count ->
    [one] Nobody leads one space
   *[other] Nobody leads { $count } spaces
}
check-spaces-alone-mend = Add a teacher or an organiser
check-learners-answered-for = Each pupil has a guardian
check-learners-answered-for-mend = Nothing to do
check-learners-alone = { $count ->
    [one] One pupil has no known guardian
   *[other] { $count } pupils have no known guardian
}
check-learners-alone-mend = Import the guardians, or add them

problem-ask-the-desk = Ask the office: only they change this
problem-ask-your-guardian = Ask your parents: it is theirs to answer
problem-may-not-write = You may not write to this person
problem-not-your-record = This record is not open to you
problem-space-archived = This space is archived: nothing in it changes any more
problem-not-your-space = Only those who lead this space can do that
problem-ask-an-administrator = Only an administrator can change this
problem-wrong-proof = That is not allowed here
problem-last-administrator = This is the last person who administers Préau: name another first
problem-not-founded = The institution is not set up yet
problem-has-left = This person left the institution
problem-no-guardian = This person can’t answer for that one
problem-not-the-same = These two records can’t be one person
problem-invitation-over = This invitation is unknown or over. Ask for a new one
problem-address-lines = Four lines at most: a letter has no more room
problem-line-limit = Sixty characters a line at most
problem-not-for-guests = This invitation is for people who already have an account. Ask for one for somebody from outside
problem-nothing-to-turn = That year is already the running one
problem-too-late = It is too late to undo
problem-space-full = This space is full
problem-name-missing = A name is needed
problem-text-limit = This is too long, or holds a sign that does not fit
problem-email = This e-mail address does not have the right form
problem-birth-date = This date of birth is not possible
problem-login-form = 2 to 40 signs: letters without accents, digits, point, dash
problem-login-taken = This login is taken
problem-legal-rank = The legal rank is 1 or 2
problem-limit-reason = Say which decision limits this right
problem-limit-date = Say since when
problem-limit-until = The end comes after the beginning
problem-one-institution = There is only one institution
problem-role-elsewhere = This role is not given here: a parent is there through the child
problem-role-by-code = A code does not give this role
problem-uses = From 1 to 500 people
problem-until-past = This date is past, or too far away
problem-office = There is no such office
problem-code-uai = This is not a UAI (7 digits and a letter), or a digit is wrong
problem-code-finess = This is not a FINESS (9 digits), or a digit is wrong
problem-code-siret = This is not a SIRET (14 digits), or a digit is wrong
problem-year-form = A school year is written 2026-2027
problem-time-zone = There is no such time zone (example: Europe/Paris)
problem-language = Préau does not speak this language
problem-hour = An hour is written 07:00
problem-choose = Choose from the list
problem-date = This date does not have the right form
problem-number = A whole number is needed
problem-invitation-code = This code is not right: check each letter
problem-not-empty = This institution is not empty: everything is read back into a new Préau only
