notices-ways = Choose how you are told
notices-none = Nothing new
notices-none-hint = As soon as a post, a message or homework concerns you, it appears here.
notices-unread = { $count ->
    [0] You have read everything.
    [one] One unread notice
   *[other] { $count } unread notices
}
notices-new = New:
notices-emergency = Emergency
notices-read-all = Mark all as read
notices-read-one = Mark as read
notices-older = Older
notices-said-read = { $count ->
    [0] Everything was read already.
    [one] It is marked as read.
   *[other] { $count } notices are marked as read.
}

problem-emergency-not-the-head = Only the head sends an emergency message. Other messages wait for the opening hours.
problem-notices-too-many = These are too many people to tell at once.

notices-colon = :
notices-save = Save
notices-said-wishes = Saved.
notices-said-mail-yes = You will get one e-mail a day at most. You can change your mind at any time.
notices-said-mail-no = You will get no e-mail. Everything stays in your notices.
notices-said-push-off = This device will not be called any more.
notices-said-handed = Noted: handed over on paper.

notices-night = Nobody is woken at night
notices-night-hint = What people write reaches you between { $from } and { $until }.
notices-night-weekend = Nothing arrives from Friday evening to Monday morning.
notices-night-read = You can read and write whenever you like. Only the head can send an emergency message, and it is marked as such.

notices-mail = By e-mail
notices-mail-short = E-mail
notices-mail-wanted = Get a summary, once a day at most
notices-mail-hint = To { $address }. It says how much is new and where to read it. It holds no child’s name and no message.
notices-mail-at = From
notices-mail-none = The institution does not have your address. Ask the office to note it.
notices-mail-bounced = The last e-mail to { $address } was refused: the address may not exist any more. Ask the office to correct it.
notices-mail-again = The address is right, try again
notices-mail-ask = Get an e-mail when there is something new?
notices-mail-ask-hint = One a day at most, to { $address }, without names or messages.
notices-mail-yes = Yes, please
notices-mail-no = No, thank you

notices-quiet = My quiet hours
notices-quiet-hint = Besides the institution’s hours, nothing calls you between these. Leave them empty if you want none.
notices-quiet-from = From
notices-quiet-until = to
problem-notices-quiet-both = Give both hours, or none.

notices-what = For what
notices-what-hint = Everything is always in your notices. Choose what calls you elsewhere too.
notices-news = News
notices-push = On this device
notices-push-short = Device
notices-push-hint = Your phone or computer shows “There is something new in Préau”, nothing else. For that, the institution goes through the service of your browser’s maker, which sees only that the device was called.
notices-push-on = Call this device
notices-push-off = Do not call any more
notices-push-here = This device
notices-push-since = Since { $day }
notices-push-failing = the last call did not get through
notices-push-no = This browser can’t be called. On an iPhone, add Préau to the home screen first.
notices-push-denied = You refused notifications from this site. You can allow them in the browser’s settings.
notices-push-failed = That did not work. Try again in a while.
notices-push-script = Calling this device needs JavaScript. Everything else works without.
notices-push-unset = No push service is allowed in the configuration ([push] allow). So phones can’t be called, and nobody sees a button here. Only you see this message, because you administer the institution.
notices-push-sentence = There is something new.
problem-notices-push-unlisted = The institution did not allow this push service.
problem-notices-push-shared = On a shared device nobody is called. Sign in without “shared device” to allow it.
problem-notices-push-keys = This browser gave a key that can’t be read.

notices-mail-subject = { $institution }: { $count ->
    [one] one notice
   *[other] { $count } notices
}
notices-mail-subject-emergency = EMERGENCY – { $institution }
notices-mail-hello = Hello,
notices-mail-new = There is something new for you:
notices-mail-emergency = The head has sent an emergency message.
notices-mail-read = To read it:
notices-mail-why = { $institution } writes to you because you wished so, or because you work there.
notices-mail-stop = Get no more e-mail: { $address }

notices-stop = Get no more e-mail
notices-stop-hint = Your notices stay in Préau. You can ask for e-mails again in your account.
notices-stop-yes = Get no more e-mail
notices-stopped = Done
notices-stopped-hint = You will get no more e-mail. Your notices stay in Préau.

notices-paper = On paper
notices-paper-hint = The families who have not signed in for 30 days and whom nothing else reaches.
notices-paper-before = Week before
notices-paper-after = Week after
notices-paper-print = Print
notices-paper-all = All handed over
notices-paper-one = Handed over
notices-paper-handed = Handed over on { $day }
notices-paper-none = No sheet to hand over
notices-paper-none-hint = This week every family is reached otherwise, or has nothing new (week of { $day }).
notices-paper-week = week of { $day }
notices-paper-family = Family of { $children }
notices-paper-for = For { $names }
notices-paper-page = To read and answer at { $address }, or with this code.
notices-paper-qr = Address of the page of notices

check-notices-mail-off = No mail server
check-notices-mail-off-mend = Name the institution’s server in the configuration ([smtp]): families who wish so will get a summary.
check-notices-mail-good = Mails leave
check-notices-mail-good-mend = Nothing to do.
check-notices-mail-stuck = Mails have been waiting for { $hours } h: { $answer }
check-notices-mail-stuck-mend = Check the address, the password and the certificate of the mail server in the configuration ([smtp]).
check-notices-mail-refused = { $count ->
    [one] One e-mail address was refused
   *[other] { $count } e-mail addresses were refused
}
check-notices-mail-refused-mend = Ask the person for the right address and correct the record.
check-notices-mail-unsure = { $count ->
    [one] One mail was interrupted
   *[other] { $count } mails were interrupted
} this week
check-notices-mail-unsure-mend = Nobody knows whether they arrived. They were not sent again; what was unread was in the next day’s mail.
check-notices-push-failing = { $failing } of { $count } devices could not be called
check-notices-push-failing-mend = Check that the server reaches the services allowed in the configuration ([push] allow).
check-notices-push-good = Devices are called
check-notices-push-good-mend = Nothing to do.
