class-tab-homework = Homework

class-state-open = To do
class-state-done = Done
class-state-not-done = Not done
class-state-handed-in = Handed in
class-state-returned = Returned

class-due = Due soon
class-due-of = { $name }’s homework
class-due-given = In my classes
class-mine = My homework
class-all-homework = All homework
class-waiting = { $count ->
    [one] one to look at
   *[other] { $count } to look at
}
class-minutes = { $minutes } min
class-to-hand-in = to hand in

class-coming = Coming
class-past = The last weeks
class-older = Everything since the year began
class-week = Week
class-give = Give homework
class-none = No homework
class-none-leader = Give a first piece: pupils and their families see it at once.
class-none-pupil = What a teacher gives will be here.
class-none-week = Nothing for this week.
class-handed-of = { $handed } of { $all } handed in

class-title = What, in one line
class-body = What to do
class-optional = (optional)
class-due-day = For
class-due-hour = At
class-subject = Subject
class-minutes-label = How long it takes, in minutes
class-wants = Pupils hand something in here
class-wants-hint = Otherwise they only say whether it is done.
class-give-now = Give
class-save = Save
class-cancel = Cancel
class-correct = Correct
class-withdraw = Withdraw
class-restore = Give again
class-print = Print
class-load = What they already have
class-load-hint = All that these pupils were given, of all subjects, for the one who has most.
class-load-none = Nothing
class-load-day = { $minutes } min, { $pieces ->
    [one] one piece
   *[other] { $pieces } pieces
}

class-withdrawn-at = Withdrawn on { $date }. Pupils and families no longer see it.
class-for-day = For { $day }
class-by = Given by { $name }
class-corrected-at = Corrected on { $date }
class-history = What it was before
class-was-until = For { $day }, until { $date }

class-my-work = My work
class-my-text = My answer
class-hand-in = Hand in
class-take-back = Take back
class-late = Late
class-late-now = It is past the date: this will be marked late
class-say-done = It is done
class-say-not-done = I did not do it
class-say-open = Take my answer back
class-teacher-says = The teacher answers

class-child-nothing = Nothing was handed in or said yet.
class-word = A word to the teacher
class-word-hint = Read by the teachers of the class, and by nobody else.
class-you-wrote = You wrote on { $date }
class-send = Send

class-pupils = The pupils
class-words = A few words
class-words-to = A few words to { $name }
class-seen = Seen, give back
class-note-not-done = Note as not done
class-return = Give back to pupils
class-return-hint = Gives back to those whom you wrote to or ticked.

class-week-title = The week’s homework
class-week-of = From { $first } to { $last }
class-weeks = Weeks
class-week-before = Week before
class-week-this = This week
class-week-after = Week after

class-said-given = It is given: pupils and their families see it.
class-said-corrected = It is corrected.
class-said-withdrawn = “{ $title }” is withdrawn.
class-said-restored = It is given again.
class-said-handed-in = It is handed in.
class-said-taken-back = You took it back: hand it in again when it is ready.
class-said-done = Noted: done.
class-said-not-done = Noted: not done.
class-said-open = Your answer is taken back.
class-said-word = Your word was sent.
class-said-noted = It is noted.
class-said-returned = { $count ->
    [one] Given back to one pupil.
   *[other] Given back to { $count } pupils.
}

class-absences = Absences
class-absences-lead = What you write is read by the office and by the teachers of the class, by nobody else.
class-no-child = No child is linked to your account
class-tell-absence = Report an absence
class-which-child = For which child
class-absence-kind = What it is
class-kind-absence = Absence
class-kind-lateness = Lateness
class-first-day = From
class-last-day = To (if another day)
class-reason = Reason
class-reason-illness = Ill
class-reason-contagion = A contagious illness at home
class-reason-family = Family event
class-reason-transport = Transport trouble
class-reason-travel = Travelling with us
class-reason-appointment = Appointment
class-reason-other = Another reason
class-absence-words = A few words
class-absence-words-hint = Optional, except for another reason. There is no need to name an illness.
class-paper = A supporting paper will follow
class-paper-comes = paper to come
class-tell = Report
class-why = { $name }: why this absence, { $day }?
class-say-why = Give the reason
class-from-to = { $first } – { $last }
class-absence-open = To read
class-absence-unexplained = No reason given
class-absence-noted = Noted
class-absence-asked = Question asked
class-absence-unjustified = Not excused

class-days = Days
class-today = Today
class-nobody-absent = Nobody is absent
class-absent-count = { $all ->
    [0] Nobody is absent today
    [one] One pupil absent or late, { $open } to answer
   *[other] { $all } pupils absent or late, { $open } to answer
}
class-see-desk = See the day’s list
class-do-note = Note
class-do-ask = Ask
class-do-unjustified = Not excused
class-unnote = Was there: erase
class-roll = The roll
class-roll-hint = If nobody announced it, the guardians of a pupil noted here are told.
class-told-already = Already told
class-there = Here
class-roll-save = Save the roll

class-said-told = Reported: the office and the teachers see it.
class-said-untold = You took it back.
class-said-explained = Thank you, the reason is sent.
class-said-roll = { $count ->
    [0] The roll is taken: nothing new to note.
    [one] The roll is taken: one pupil noted, their guardians are told.
   *[other] The roll is taken: { $count } pupils noted, their guardians are told.
}
class-said-unnoted = It is erased.
class-said-answered = The answer is saved.

notice-group-class = Absences and homework
notice-class-absence-noted = { $name } is absent or late: please tell us why
notice-class-absence-answered = An answer about an absence of { $name }

problem-homework-title = Say in one line what there is to do
problem-homework-minutes = Between 1 and 600 minutes
problem-homework-due = Choose the day
problem-homework-due-past = Choose a day from today on, within a year
problem-homework-changed = Somebody changed it meanwhile. Have a look, then try again
problem-homework-returned = The teacher gave it back already: it no longer changes
problem-homework-nothing-to-hand-in = There is nothing to hand in here
problem-homework-not-handed-in = It was not handed in
problem-homework-empty = Write something
problem-homework-words = You wrote { $limit } words about this: rather ask for an appointment
problem-homework-nobody = Tick a pupil, or write a few words
problem-absence-first = Choose a day of the past week or of the next four months
problem-absence-last = The end comes after the beginning, four months later at most
problem-absence-words = Say in a few words what it is
problem-absence-ask = Write your question; only whoever gave the reason can be asked
problem-absence-answered = The office has already answered: write to them
notice-class-homework-given = Homework: { $title }
notice-class-homework-changed = Homework has changed: { $title }
notice-class-homework-returned = Your work is given back: { $title }

form-tab = Forms
form-new = Ask for signatures
form-new-poll = Poll
form-none = No form yet
form-none-leader = A permission to sign, a question to families: everybody answers here, or on paper, and you see who is missing.
form-none-asked = When somebody asks for your signature or your opinion, it will be here.
form-is-poll = Poll
form-is-signed = To sign
form-signed-one = To be signed by one legal guardian
form-signed-both = To be signed by each legal guardian
form-signed-nobody = Poll
form-asked-members = For the members
form-withdrawn = Withdrawn
form-closed = Closed
form-over = Date is past
form-answered-of = { $answered } of { $all }
form-own-done = answered
form-own-open = to answer
form-own-late = late
form-back = Back
form-correct = Correct the form
form-title = What it is about, in a line
form-body = What one should know
form-who = Who answers
form-who-families = Families, for each child
form-who-members = The members themselves
form-sign-legend = Signature
form-sign-one = One legal guardian is enough
form-sign-one-hint = An ordinary act: a day out, a meal, something lent.
form-sign-both = Each legal guardian
form-sign-both-hint = Everything else: leaving the country, an image, a change of school.
form-sign-nobody = No signature
form-sign-nobody-hint = A poll: everybody gives their opinion.
form-questions = Questions
form-question-n = Question { $number }
form-question-more = Another question
form-options = Answers to choose from
form-options-hint = One a line, twelve in all: the form has to fit a slip of paper.
form-several = Several answers may be chosen
form-yes = Yes
form-no = No
form-due = Answer expected by
form-shown = Show the totals to those who answered
form-shown-hint = Numbers, never names.
form-send = Send
form-until = Answer by { $day }
form-withdrawn-at = Withdrawn on { $date }. Nobody sees it any more; answers stay.
form-restore = Ask again
form-letters = Print slips
form-slips = Read slips from photos
form-close = Close
form-open = Open again
form-for = For { $name }
form-for-me = Your answer
form-mine-answered = Answered on { $date }
form-mine-signed = Signed on { $date }
form-waits = Another signature is awaited
form-not-yours = Only legal guardians sign this form.
form-closed-hint = This form takes no more answers.
form-for-families = Guardians answer this form.
form-words = I, { $name }, legal guardian of { $child }, have read “{ $title }” and sign my answer.
form-words-own = I, { $name }, have read “{ $title }” and sign my answer.
form-answer = Answer
form-answer-again = Change my answer
form-sign = Sign
form-sign-again = Change and sign again
form-totals = What was answered
form-answers = Answers
form-progress-missing = No answer
form-progress-partly = A signature is missing
form-progress-done = Answered
form-progress-differs = Answers differ
form-remind = Remind those who are missing
form-table = Table (CSV)
form-on-paper = on paper
form-missing = Missing: { $names }
form-batch-waits = Slips read on { $date } wait for you to look.
form-batch-look = Look at them
form-column-child = Pupil
form-column-state = State
form-column-by = Answer of
form-column-when = On
form-paper-enter = Enter a slip
form-paper-title = Answer on paper
form-paper-of = The slip of { $name }
form-paper-hint = Enter what is ticked on the signed paper, and keep the paper.
form-paper-who = Who signed
form-paper-remove = Take this entry back
form-paper-words = Signed paper slip, entered by the institution.
form-letters-count = { $count ->
    [0] No slip
    [one] One slip
   *[other] { $count } slips
}
form-letters-hint = One sheet a family, to be printed at 100%. The foot is cut off, ticked, signed and comes back. Then photograph the slips: Préau reads them.
form-letter-for = Letter for { $name }
form-letter-to = to { $names }
form-letter-child = This is about { $name }.
form-letter-until = To be returned by { $day }.
form-letter-online = You can also answer online: { $address }
form-slip-sign = Date and signature of a legal guardian
form-slips-how = Lay the slips flat and photograph them, six a photo at most:
form-slips-how-1 = from near, in good light, none covering another;
form-slips-how-2 = any way round, even askew;
form-slips-how-3 = not made smaller: photos as the camera takes them.
form-slips-photos = Photos of the slips
form-slips-read = Read
form-slips-kept = Photos are not kept. Only doubtful slips are shown to you, then erased.
form-batch = What was read
form-batch-count = { $sure ->
    [0] No slip read for certain
    [one] One slip read for certain
   *[other] { $sure } slips read for certain
}, { $looks ->
    [0] none to look at.
    [one] one to look at.
   *[other] { $looks } to look at.
}
form-batch-foreign = { $count ->
    [one] One slip of another form was left aside.
   *[other] { $count } slips of other forms were left aside.
}
form-batch-unreadable = “{ $name }” is no photo that Préau can read.
form-batch-unread = A code that can’t be read
form-batch-unread-alt = The code of the slip, and the ten letters below it
form-batch-letters = The ten letters below the code
form-batch-name = It is this slip
form-batch-alt = The slip of { $name }, cut out of the photo
form-batch-signed = It is signed
form-batch-skip = Leave aside
form-batch-unsigned = Not signed
form-batch-unsigned-hint = To be given back to the families: nothing is entered for them.
form-batch-sure = { $count ->
    [one] The slip read for certain
   *[other] The { $count } slips read for certain
}
form-batch-enter = Enter the answers
form-batch-discard = Throw all away
form-card = You are asked

form-said-asked = It is sent to those who answer.
form-said-corrected = It is corrected.
form-said-answered = Thank you: your answer is kept.
form-said-signed = It is signed. You can change your answer as long as the form is open.
form-said-reminded = { $count ->
    [one] One person is reminded.
   *[other] { $count } people are reminded.
}
form-said-closed = The form is closed.
form-said-open = The form is open again.
form-said-withdrawn = “{ $title }” is withdrawn.
form-said-restored = It is asked again.
form-said-entered = { $count ->
    [0] Nothing was entered.
    [one] One answer on paper is entered.
   *[other] { $count } answers on paper are entered.
}
form-said-removed = The entry is taken back.
form-said-discarded = What was read is thrown away.

problem-form-title = Say in a line what it is about
problem-form-questions = Each question has a text and at least two different answers
problem-form-too-long = It does not fit a slip of paper: twelve answers at most, or fewer questions
problem-form-due = Choose a day to come, within a year
problem-form-members-sign = Only families sign: ask families, or make a poll
problem-form-choose = Choose an answer
problem-form-sign = Tick the sentence to sign
problem-form-answered = Somebody has answered: the text no longer changes. Withdraw this form and make a new one
problem-form-closed = This form takes no more answers
problem-form-not-yours-to-sign = Only legal guardians sign this form
problem-form-all-answered = Everybody has answered
problem-form-reminded = A reminder went out less than a day ago
problem-form-no-paper = This form has no paper slip
problem-form-slips-none = Choose at least one photo
problem-form-slips-many = { $count } photos at most at a time
problem-form-slips-busy = Other slips are being read. Try again in a minute
problem-form-letters = These are not the ten letters of a slip: check them
problem-form-letters-other = This slip is not of this form
problem-form-letters-there = This slip is in this reading already
problem-form-look = Look at each doubtful slip: choose its answers and say whether it is signed, or leave it aside

notice-class-form-asked = You are asked to answer: { $title }
notice-class-form-reminded = Reminder, your answer is awaited: { $title }

class-add-files = Photos and files
class-hand-files = Photos and files to hand in
class-file-remove = Remove
class-said-file-removed = The file is removed.
problem-class-too-many-files = { $count } files at most
problem-homework-take-back-first = It is handed in: take your work back first
