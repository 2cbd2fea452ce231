language-name = English
skip = Go to the content
main-menu = Main menu
close-menu = Close the menu
menu = Menu
shortcuts = Shortcuts
home = Home
directory = Directory
administration = Administration
my-spaces = My spaces
where-is-my-data = Where is my data?
search-label = Look for a person or a space
search-placeholder = A person, a space
my-account = My account
my-account-of = My account, { $name }
my-devices = My devices
who-looked = Who looked at my record
notices = Notices
bell-label = { $count ->
    [0] Notices
    [one] Notices, one unread
   *[other] Notices, { $count } unread
}
bell-unread = { $count ->
    [one] , one unread
   *[other] , { $count } unread
}
sign-out = Sign out
transparency = Transparency
accessibility = Accessibility
undo = Undo
back-home = Back to the home page

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date-day = { $day } { $month } { $year }
date-moment = { $date }, { $hour }:{ $minute }

role-owner = Administration
role-manager = In charge
role-member = Member
role-guardian = Parent
role-guest = Guest
role-auditor = Auditor
person-kind-staff = Staff
person-kind-learner = Learner
person-kind-guardian = Parent or guardian
person-kind-patient = Patient
person-kind-guest = Guest
space-kind-institution = Institution
space-kind-class = Class
space-kind-group = Group
space-kind-staff = Team
space-kind-ward = Ward
space-kind-club = Club
space-kind-project = Project

problem-internal = Préau met an error.
problem-internal-next = Nothing was changed. Try again; if it comes back, tell the person who runs Préau.
problem-not-found = This page does not exist, or is not for you
problem-sign-in-first = Sign in to Préau first
problem-foreign-form = This form comes from another site: it was refused
problem-form = Something is missing in the form, or a field is wrong
problem-too-large = This is too large to be sent here
problem-too-slow = Sending took too long. Try again
problem-exists-already = This exists already
problem-disk-full = The server’s disk is full: nothing was saved
problem-database-unavailable = The database does not answer. Try again in a moment
problem-folder-not-empty = The folder { $folder } is not empty: choose a new one
problem-archive-damaged = The file { $file } of the archive is missing or was changed
problem-archive-form = This archive (form { $form }) comes from a newer Préau
problem-unwritable = Can’t write: { $error }
problem-bus-unavailable = The nodes do not talk to each other: open pages do not update by themselves
problem-egress-address = This is not the address of a server
problem-egress-not-listed = This server is not on the list of those that Préau may reach
problem-egress-near = This name leads to the inner network: the list must allow it expressly
problem-egress-list-full = The list of servers to reach is full
problem-egress-failed = The other server does not answer. Try again later
problem-blob-missing = This file is no longer there
problem-blob-corrupt = This file is damaged on the disk: tell the person who runs Préau
problem-blob-too-large = This file is over { $limit } bytes
problem-blob-broke-off = Sending broke off: nothing was kept. Try again
problem-blob-unavailable = The file store does not answer. Try again in a moment
problem-blob-expired = The upload waited too long: begin again

egress-purpose-acme = Certificate for the institution’s name
egress-purpose-smtp = Mail
egress-purpose-push = Waking phones
egress-purpose-identity = Sign-in and directory
egress-purpose-object-storage = File store
egress-purpose-database = Database
egress-purpose-bus = Between the nodes of the institution
egress-purpose-translation = Translation that a person asked for
egress-purpose-federation = Neighbouring institution
egress-purpose-witness = Witness of the journal
egress-purpose-network = Time and relays
basis-public-task = Public task (GDPR article 6.1.e)
basis-consent = The person’s consent (GDPR article 6.1.a)
