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
