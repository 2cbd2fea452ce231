signin-title = Sign in to Préau
signin-login = Login
signin-password = Password
signin-see = Show
signin-go = Sign in
signin-continue = Continue
signin-back = Back
signin-no = Cancel
signin-remove = Remove
signin-copy = Copy
signin-copied = Copied
signin-print = Print
signin-optional = (optional)
signin-never = never
signin-given = First name
signin-family = Family name
signin-shared = Other people use this device
signin-shared-hint = You will be signed out when the browser closes.
signin-with-passkey = Sign in with this device
signin-first-time = Is this your first time?
signin-first-time-hint = Take the letter that you were given, with its ten-character code.
signin-have-letter = I have a letter
signin-am-child = I am a child, in class
signin-lost = I lost my password
signin-lost-hint = Pupils ask their teacher, everyone else asks the office: they print a new letter. No e-mail address is needed.
signin-other-way = Sign in another way
signin-pin = PIN
signin-pin-new = Your PIN
signin-pin-hint = At least { $digits } digits. It works on this device only.

signin-second-title = One more code
signin-second-lead = Open the app that gives your codes, on your phone.
signin-second-code = Six-digit code
signin-second-hint = Or one of your recovery codes, of ten characters.
signin-again-from-start = Start again

signin-passkey-failed = The passkey was not accepted. Sign in with your password.
signin-passkey-not-made = The passkey could not be made. Choose another way in.
signin-passkey-stopped = You stopped before the passkey was read.

signin-code-title = The code of your letter
signin-code-lead = It is printed large, beside the black square.
signin-code-scanned = Your letter was read. Continue to get in.
signin-code = Code
signin-code-hint = Ten characters. Capitals and dashes don’t matter.
signin-code-lost = I no longer have my letter
signin-code-lost-hint = Ask the office or the class teacher for another. The old one will stop working.

signin-join-title = Come in with a code
signin-join-lead = Type the code that you were given. Capitals and dashes do not matter.
signin-join-code = Invitation code
signin-join-over-title = This invitation opens nothing
signin-join-over-lead = You did nothing wrong. There are two possible reasons:
signin-join-over-mistyped = the code was not copied quite as it is written;
signin-join-over-ended = the invitation is over: its day has passed, all its places are taken, or whoever invited has stopped it.
signin-join-over-again = Try again
signin-join-over-new = Ask for a new invitation
signin-join-over-new-text = Write to the person who invited you, or telephone the institution. Making a new code takes a minute.
signin-join-over-home = Go to the home page
signin-offer-title = Invitation: { $name }
signin-offer-as-member = You will be a member of it.
signin-offer-as-guest = You will come in as a guest.
signin-offer-lead = The invitation holds until { $until }.
signin-offer-stay = You may stay until { $until }.
signin-offer-accept = Come in, as { $name }
signin-offer-choose = Do you already have an account here?
signin-offer-new = No, I come from outside
signin-offer-known = Yes, I have an account
signin-offer-sign-in = First sign in to Préau with your account; you will come back here.
signin-offer-go = Sign in to Préau
signin-offer-none = I have no account
signin-offer-none-text = This invitation is for people of the institution. Ask whoever invites you for an invitation for somebody from outside: by it one makes an account.
signin-guest-title = Let us get to know each other
signin-guest-lead = You come into { $name } as a guest. Your name is enough: no e-mail address, no telephone.
signin-guest-go = Come in
signin-guest-data = Those who lead the space will see your name. Your account closes when the space ends, or when you are taken out of it. Pupils come in with their own account.

signin-way-title = Your way in
signin-way-hello = Hello { $name }
signin-way-lead = Choose how you will get in next time. The letter will stop working.
signin-way-login = Your login:
signin-way-choose = How do you want to get in?
signin-way-passkey = With this device
signin-way-passkey-hint = Fingerprint, face or the device’s own code. Nothing to remember, nothing to steal.
signin-way-passkey-go = Use this device
signin-way-password = With a password
signin-way-password-hint = Four unrelated words make a good password.
signin-way-password-go = Choose this password
signin-way-pin = With a PIN, on this device
signin-way-pin-hint = A few digits. Elsewhere you will need another way in.
signin-way-pin-go = Choose this PIN
signin-password-new = New password
signin-password-now = Current password
signin-password-hint = At least ten characters, no other rule.
signin-password-change = Change the password
signin-password-since = Chosen on { $at }

signin-class-title = In class
signin-class-lead = The teacher opens the class, then gives this code or shows a square to scan.
signin-class-code = Code of the class
signin-class-code-hint = Ten characters.
signin-faces-title = Who are you?
signin-faces-none = There is no pupil in this class yet
signin-faces-badge = Do you have a badge? Show its square to the tablet’s camera.
signin-pictures-title = Your three pictures
signin-pictures-hello = Hello { $name }
signin-pictures-lead = Touch your three pictures, in order.
signin-picture-chosen = Picture { $place } chosen
signin-picture-open = Picture { $place } to choose
signin-pictures-again = Start again
signin-pictures-not-me = That is not me
signin-badge-title = Your badge
signin-badge-lead = Touch the button to get in.

signin-picture-cat = Cat
signin-picture-dog = Dog
signin-picture-fish = Fish
signin-picture-rabbit = Rabbit
signin-picture-turtle = Turtle
signin-picture-bird = Bird
signin-picture-snail = Snail
signin-picture-squirrel = Squirrel
signin-picture-bug = Ladybird
signin-picture-apple = Apple
signin-picture-banana = Banana
signin-picture-cherry = Cherry
signin-picture-grape = Grapes
signin-picture-carrot = Carrot
signin-picture-cake = Cake
signin-picture-ice-cream = Ice cream
signin-picture-tree = Tree
signin-picture-flower = Flower
signin-picture-boat = Boat
signin-picture-car = Car
signin-picture-bike = Bicycle
signin-picture-train = Train
signin-picture-rocket = Rocket
signin-picture-umbrella = Umbrella
signin-picture-star = Star
signin-picture-house = House
signin-picture-key = Key

signin-account-login = login
signin-my-ways = Getting into my account
signin-security = My ways in
signin-security-summary = { $passwords ->
    [0] No password
   *[other] Password
}, { $passkeys ->
    [0] no passkey
    [one] one passkey
   *[other] { $passkeys } passkeys
}, { $totps ->
    [0] no second factor
   *[other] a second factor
}
signin-devices-summary = { $count ->
    [one] One device signed in
   *[other] { $count } devices signed in
}
signin-notices = How I am told
signin-notices-summary = Device, e-mail, quiet hours
signin-app-summary = { $count ->
    [0] None yet
    [one] One program
   *[other] { $count } programs
}
signin-my-data = My data
signin-journal-hint = Each time your record, or your children’s, is read or changed, it is noted in a journal that nobody can rewrite.
signin-journal-see = See the journal
signin-journal-of = Whose
signin-journal-none = Nobody opened this record
signin-journal-other = Who opened the record of { $name }
signin-journal-other-hint = The family reads the same list. That you read it is noted too.
signin-journal-older = Older
signin-export-title = Download my data
signin-export-hint = A folder that can be read without Préau: records, messages, files, calendar.
signin-export-what = The archive holds all that Préau keeps of you, in open formats, with the list of your devices. It holds no password, not even an encrypted one.
signin-export-note = It may take a minute. On a shared device, remember to delete the file afterwards.
signin-export-go = Prepare and download

signin-device = { $browser } on { $system }
signin-device-unknown = Unknown device
signin-device-here = this device
signin-device-since = since { $since }, last seen { $seen }
signin-devices-note = Préau notes the use of a device every ten minutes at most, and keeps no address, nor what you read.
signin-end-one = Sign out
signin-end-others = Sign out everywhere else
signin-end-others-ask = Sign out everywhere else?
signin-end-others-hint = All your other devices will have to sign in again.
signin-end-others-yes = Sign out
signin-pair-title = My child’s badge
signin-pair-hint = On this device, your child will be able to get in by showing the badge to the camera.
signin-pair-go = Accept the badge of { $name }

signin-held-title = A second factor is missing
signin-held-hint = Your institution asks staff for one. Add a passkey or one-time codes to go on.
signin-again-hint = To change your ways in, prove first that it is you.
signin-again-go = Sign in again
signin-passkeys = Passkeys
signin-passkeys-hint = You get in with your fingerprint, your face or the code of your device. It is the simplest and the safest.
signin-passkey-facts = added on { $at }, used: { $used }
signin-passkey-add = Add this device
signin-totp = One-time codes
signin-totp-hint = An app on your phone gives a six-digit code, asked for after the password.
signin-totp-begin = Set up
signin-totp-since = Set up since { $at }
signin-totp-remove = Stop asking for a code
signin-totp-remove-ask = Stop asking for a code?
signin-totp-remove-hint = The password alone will do. Your recovery codes will stop working.
signin-totp-step-1 = Scan this square with your app.
signin-totp-qr = Square to scan with the app for codes
signin-totp-type = Or type this key:
signin-totp-step-2 = Type the code that the app shows.
signin-totp-code = Six-digit code
signin-recovery-title = Your recovery codes
signin-recovery-lead = Keep them on paper: each replaces the phone’s code once. They will not be shown again.
signin-recovery-left = { $count ->
    [0] No recovery code is left.
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}
signin-recovery-new = Make new recovery codes
signin-recovery-done = I kept them
signin-app-title = App passwords
signin-app-lead = A password for one program only, such as the one that syncs your files. Remove it when the device is lost.
signin-app-once = Copy it now, it will not be shown again.
signin-app-none = No program has a password
signin-app-facts = made on { $at }, used: { $used }
signin-app-new = For another program
signin-app-name = Name of the program or device
signin-app-name-hint = For instance: Nextcloud on my phone.
signin-app-make = Make the password

signin-letters-title = Letters
signin-letters-lead = One letter for each person, with a code that works once, for thirty days. No e-mail address is needed.
signin-letters-make = Print letters
signin-letters-of = For whom?
signin-letters-never = Those who never came
signin-letters-all = Everyone
signin-letters-people = { $count ->
    [0] Nobody
    [one] One person
   *[other] { $count } people
}
signin-letters-kind = Among them
signin-letters-everyone = All
signin-letters-learners = Pupils
signin-letters-guardians = Families
signin-letters-staff = Staff
signin-letters-replace = A new letter ends the one before for the same person.
signin-letters-go = Make the letters
signin-letters-count = { $count ->
    [one] One letter
   *[other] { $count } letters
}
signin-letters-left = { $left ->
    [0] { $made } letters made: that is all.
    [one] { $made } letters made, one more after these.
   *[other] { $made } letters made, { $left } more after these.
}
signin-letters-next = The next ones
signin-letter-phone = Tel. { $phone }
signin-letters-once = The codes are on this page only: print it before you leave it. Window envelopes.
signin-letter-for = Letter for { $name }
signin-letter-qr = Square to scan, for { $name }
signin-letter-hello = Dear Madam or Sir,
signin-letter-hello-name = Hello { $name },
signin-letter-guardian-title = Follow the class, online
signin-letter-guardian-of = Follow the class of { $children } online
signin-letter-guardian = { $institution } opens Préau, its place online. You will find the teachers’ messages, the homework and the calendar there. You need a phone or a computer, and this letter. No e-mail address is needed.
signin-letter-learner-title = Your class, online
signin-letter-learner = { $institution } opens Préau, its place online. You will find your teachers’ messages, your homework and your calendar there. You need a phone or a computer, and this letter.
signin-letter-staff-title = Your way into Préau
signin-letter-staff = { $institution } opens Préau, its place online: your spaces, your files, your exchanges with pupils and families. You need a phone or a computer, and this letter.
signin-letter-step-1 = Point the phone’s camera at the square, or type the address.
signin-letter-step-2 = Enter the code if you are asked for it.
signin-letter-step-3 = Choose how you will get in next time.
signin-letter-address = Address
signin-letter-code = Personal code of { $name }
signin-letter-login = Login: { $login }
signin-letter-until = Good until { $day }, once only
signin-letter-yours = This code is personal. If the letter is lost, the office will give another, and this one will stop working.
signin-letter-yours-guardian = This code is yours alone: the other parent gets a letter too. If you lose it, the office will give you another and this one will stop working.
signin-letter-foot = Préau runs on a machine that { $institution } owns. Your data stay there and are sent to nobody.
signin-reset-title = Give a new way in
signin-reset-hint = All ways in of this person are taken away, the devices are signed out, and a new letter is shown. The person is told when they come in.
signin-reset-ask = Give a new way in?
signin-reset-go = Give a new way in
signin-badges-title = Badges, { $space }
signin-badges-once = Ten cards a sheet, to cut out. Printing a badge ends the old one.
signin-badges-ask = Make all badges again?
signin-badges-go = Print the badges
signin-badge-qr = Badge of { $name }
signin-drawn-title = New pictures, { $space }
signin-drawn-lead = Show each child the three pictures and their order. They will not be shown again.
signin-drawn-first = First
signin-drawn-second = Second
signin-drawn-third = Third

signin-ways-title = Getting in, in class, { $space }
signin-ways-heading = Getting in, in class
signin-ways-all = For the whole class
signin-ways-access = Ways in
signin-ways-actions = Actions
signin-ways-help = Help
signin-window-closed = The class is closed
signin-window-hint = Open it to let the children in with their three pictures, on the class’s tablets.
signin-window-open = The class is open until { $until }
signin-window-how = On each tablet, scan the square, or type the address and then the code.
signin-window-qr = Square to scan with the class’s tablets
signin-window-hours = How long
signin-window-go = Open the class
signin-window-close = Close the class
signin-hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
signin-pictures-count = How many pictures on the screen
signin-pictures-nine = Nine pictures (youngest)
signin-pictures-many = Twenty-seven pictures (older)
signin-pictures-go = Give pictures
signin-one-pictures = New pictures
signin-one-badge = Make the badge again
signin-one-badge-remove = Take the badge away
signin-has-password = password
signin-has-passkey = passkey
signin-has-pin = PIN
signin-has-pictures = three pictures
signin-has-badge = badge
signin-has-letter = letter not used
signin-has-nothing = no way in

signin-setup-steps = Steps
signin-setup-step-1 = Institution
signin-setup-step-2 = Name
signin-setup-step-3 = You
signin-setup-step-4 = Pupils
signin-setup-skip = Skip this step
signin-setup-1 = Welcome. Where are we?
signin-setup-1-lead = Préau adapts to your institution. You can change everything later.
signin-setup-kind = Kind of institution
signin-setup-kind-primary = Primary school
signin-setup-kind-primary-hint = Nursery or primary
signin-setup-kind-college = Lower secondary school
signin-setup-kind-college-hint = Classes, groups, school life
signin-setup-kind-lycee = Upper secondary school
signin-setup-kind-lycee-hint = Classes, groups, boarding
signin-setup-kind-university = University
signin-setup-kind-university-hint = Courses, years, laboratories
signin-setup-kind-hospital = Hospital
signin-setup-kind-hospital-hint = Wards, teams, patients
signin-setup-kind-association = Association
signin-setup-kind-association-hint = Members and workshops
signin-setup-2 = What is it called?
signin-setup-2-lead = This name stands on top of each page and on the letters to families.
signin-setup-name = Name of the institution
signin-setup-code = Code of the institution
signin-setup-code-uai = UAI code: seven digits and a letter. It helps to recognise your files. A SIRET will do too.
signin-setup-code-finess = FINESS number: nine digits. A SIRET will do too.
signin-setup-code-siret = SIRET number: fourteen digits.
signin-setup-unnamed = My institution
signin-setup-3 = And you?
signin-setup-3-lead = You will be the first person to administer this Préau.
signin-setup-login-hint = If you leave it empty, Préau makes one from your name.
signin-setup-4 = Your pupils and their families
signin-setup-4-lead = Drop the files that your software exported, as they are. Nothing is written before you have looked at it.
signin-setup-drop = Drop your files here
signin-setup-drop-hint = ONDE, SIECLE, OneRoster, Excel, LibreOffice or CSV.
signin-setup-sending = Sending the files
signin-setup-reading = Reading the files
signin-setup-upload-failed = The files did not arrive. Try again.
signin-setup-read = Read the files
signin-setup-demo = No file at hand?
signin-setup-demo-hint = Try it with an invented school of 300 pupils.
signin-setup-demo-go = Open the demo school
signin-setup-later = Later, go to the home page

signin-said-held = Add a second factor to go on
signin-said-reset = On { $when }, the institution gave you a new way in. If you did not ask for it, talk to the office.
signin-said-ended = The device is signed out
signin-said-ended-all = Your other devices are signed out
signin-said-paired = The badge now works on this device
signin-said-password = The password is changed; your other devices are signed out
signin-said-passkey-removed = The passkey is removed
signin-said-totp-removed = No code will be asked for any more
signin-said-app-removed = The app password is removed
signin-said-opened = { $hours ->
    [one] The class is open for one hour
   *[other] The class is open for { $hours } hours
}
signin-said-closed = The class is closed; the children are signed out
signin-said-badge-removed = The badge opens nothing any more
signin-said-all-have-pictures = All children have their pictures already
signin-said-joined = Welcome: { $name }.
signin-said-guest = Welcome: { $name }. To come back, your login is { $login }: write it down.
signin-said-demo = The demo school is open

problem-signin-wrong = The login or the password is not right.
problem-signin-wait = Too many tries. Try again in { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}.
problem-signin-busy = Too many people are signing in at once. Try again in a moment.
problem-signin-waits = This Préau waits for its set-up link, which the server printed when it started.
problem-signin-step-over = This step took too long, or is done already. Start again.
problem-signin-again = Sign in again to change your ways in.
problem-signin-pin-wrong = That is not the right PIN.
problem-signin-pin-four = It takes four to eight digits.
problem-signin-pin-six = It takes six to eight digits.
problem-signin-pin-common = This PIN is too easy to guess.
problem-signin-pin-staff = Staff get in with a passkey or a password.
problem-signin-password-short = It takes at least ten characters.
problem-signin-password-long = That is too long: two hundred characters at most.
problem-signin-password-common = This password is too easy to guess. Try four unrelated words.
problem-signin-password-current = That is not the current password.
problem-signin-totp-wrong = This code is not right, or was used already.
problem-signin-passkey-refused = The passkey was not accepted.
problem-signin-passkey-unknown = This passkey is not known here.
problem-signin-passkey-address = Passkeys need Préau to have a named address, not a number.
problem-signin-passkey-script = Your browser can’t make a passkey. Choose a password.
problem-signin-passkeys-many = You have { $most } passkeys already: remove one.
problem-signin-code-length = The code has ten characters.
problem-signin-code-sign = One character can’t be in a code: there is no 0, 1, I, L or O.
problem-signin-code-check = One character is wrong, or two are swapped. Read the letter again.
problem-signin-code-unknown = This code does not work, or no longer does. Ask for another letter.
problem-signin-code-used = This letter was used already. Get in as you chose, or ask for another letter.
problem-signin-class-unknown = This code opens no class at the moment.
problem-signin-class-over = The class is closed. Ask your teacher.
problem-signin-pictures-wrong = Those are not your pictures. Try again.
problem-signin-pictures-teacher = Ask your teacher to give you new pictures.
problem-signin-badge-unknown = This badge opens nothing. It may have been made again.
problem-signin-badge-elsewhere = The badge works in class, while it is open, or on a device that a parent accepted.
problem-signin-pair-shared = This works on a device of your own only, not on a shared one.
problem-signin-hours = A class opens for one to eight hours.
problem-signin-app-name = Give a name of sixty characters at most.
problem-signin-app-many = You have { $most } app passwords already: remove one.
problem-signin-letters-many = That would be more than { $most } letters at once: choose a class.
problem-signin-letters-none = Nobody to write to.
problem-signin-login-unknown = Nobody has this login.
problem-signin-reset-administrator = Only an administrator can give another one a new way in.
problem-signin-has-account = You already have an account. Accept the invitation with it.
problem-signin-export-busy = Other exports are being made. Try again in a minute.
problem-signin-key = The file keys/signin.key can’t be read or written.
problem-signin-setup-name = A name is missing.
problem-signin-setup-over = This set-up link is no longer good, or was opened in another browser. Start Préau again: it will print another.

check-signin-weak-administrators = { $count ->
    [0] Everyone who administers has a second factor
    [one] One person who administers has no second factor
   *[other] { $count } people who administer have no second factor
}
check-signin-weak-administrators-mend = Each adds a passkey or one-time codes, under “My ways in”.
check-signin-never-came = { $count ->
    [0] Everyone has a way in
    [one] One person never came
   *[other] { $count } people never came
}
check-signin-never-came-mend = Print their letters.
check-signin-key = The file keys/signin.key can’t be read
check-signin-key-mend = Let the account that runs Préau read it, or take it from the backup: without it, letters and one-time codes stop working.

signin-install-title = Préau on this phone
signin-install-hint = Installed, Préau opens like an app and shows the last pages even without a network. Nothing comes from an app store.
signin-install-now = Install Préau
signin-install-ios = iPhone and iPad: in Safari, tap “Share”, then “Add to Home Screen”.
signin-install-android = Android: in the browser’s menu, choose “Install app” or “Add to Home screen”.
signin-install-shared = On a shared phone, sign out: all that Préau kept on it is erased.
