calendar-tab = Calendar
calendar-tab-rounds = Appointments
calendar-mine = My calendar
calendar-soon = Soon
calendar-all = The whole calendar
calendar-all-day = all day
calendar-from-to = from { $first } to { $last }
calendar-add = Add a date
calendar-change = Change
calendar-periods = Month or week
calendar-before = Before
calendar-after = After
calendar-today = Today
calendar-by-week = See the week
calendar-by-month = See the month
calendar-empty = Nothing here.
calendar-elsewhere = In my phone’s calendar, or in a file
calendar-elsewhere-hint = Your phone’s calendar can read this one at a secret address. You can also save a file, or read one.
calendar-feeds = Secret addresses
calendar-export = Save a file
calendar-import = Read an iCalendar file (.ics)
calendar-import-hint = The dates of the file are added here. The same file twice makes no doubles.
calendar-import-now = Read

calendar-own-hint = For you alone: nobody else sees it.
calendar-what = What
calendar-first = Day
calendar-last = Until (if several days)
calendar-from = From
calendar-to = To
calendar-hours-hint = Without an hour, it is all day.
calendar-place = Place
calendar-body = What there is to know
calendar-repeat = Comes again
calendar-once = Only once
calendar-kept = As in the file that it came from
calendar-until = Until
calendar-every-day = { $number ->
    [1] every day
   *[other] every { $number } days
}
calendar-every-week = { $number ->
    [1] every week
    [2] every other week
   *[other] every { $number } weeks
}
calendar-every-month = { $number ->
    [1] every month
   *[other] every { $number } months
}
calendar-every-year = { $number ->
    [1] every year
   *[other] every { $number } years
}
calendar-every-until = { $every }, until { $date }
calendar-audience = For whom
calendar-audience-members = Pupils or members
calendar-audience-families = Families
calendar-audience-everyone = Everybody
calendar-asks = Ask who comes
calendar-asks-hint = Each answers: coming, perhaps, not coming. Only you see all answers.
calendar-needs = Who brings what
calendar-needs-hint = One thing a line, with the number: 4 cakes
calendar-save = Save
calendar-cancel = Cancel
calendar-withdraw = Withdraw
calendar-restore = Put back
calendar-skip = Not this time
calendar-withdrawn-at = Withdrawn on { $date }. Nobody else sees it any more.
calendar-by = Added by

calendar-you-come = Are you coming?
calendar-you-come-for = Are you coming, for { $name }?
calendar-answer-yes = Coming
calendar-answer-maybe = Perhaps
calendar-answer-no = Not coming
calendar-answers = Answers
calendar-answered-by = answered by { $name }
calendar-taken-of = { $taken } of { $wanted }
calendar-you-bring = You bring { $count }
calendar-i-bring = I bring one
calendar-one-more = One more
calendar-give-back = Give back

calendar-feeds-lead = Whoever has one of these addresses reads the calendar without a password. End the ones you no longer use.
calendar-feed-fresh = Your address
calendar-feed-once = Copy it into your phone’s calendar now: it is shown only once.
calendar-feed-of = Which calendar
calendar-feed-all = All that concerns me
calendar-feed-make = Make an address
calendar-feed-end = End
calendar-feeds-known = My addresses
calendar-since = Since { $date }
calendar-copy = Copy
calendar-copied = Copied

calendar-imported = The file was read
calendar-imported-count = { $new ->
    [0] Nothing new
    [one] One date added
   *[other] { $new } dates added
}, { $changed ->
    [0] none updated
    [one] one updated
   *[other] { $changed } updated
}.
calendar-left-out = { $count ->
    [one] One date could not be taken over
   *[other] { $count } dates could not be taken over
}
calendar-at-line = Line { $line }:
calendar-see = See the calendar
calendar-ical-no-start = there is no date.
calendar-ical-date = the date can’t be read.
calendar-ical-zone = this time zone is not known here.
calendar-ical-rule = this way of coming again is not known here.
calendar-ical-zone-repeat = this comes again at the hour of another time zone.

calendar-no-rounds = No appointments to take
calendar-no-rounds-host = Offer appointments: each parent chooses one, for each child.
calendar-no-rounds-guardian = When a teacher offers some, you will choose your hour here.
calendar-open-round = Offer appointments
calendar-round-title = Subject
calendar-round-place = Place, or address of a call
calendar-minutes = Minutes each
calendar-pause-from = Pause from
calendar-pause-to = to
calendar-free-of = { $free ->
    [0] Full
    [one] One left of { $all }
   *[other] { $free } left of { $all }
}
calendar-your-slot = You have an appointment from { $from } to { $to }.
calendar-choose = Choose an hour
calendar-move = Another hour
calendar-none-free = No hour is left. Write to the teacher.
calendar-who-comes = Who comes: { $taken } of { $all }
calendar-hour = Hour
calendar-pupil = Pupil
calendar-guardian = Parent
calendar-free = free
calendar-print = Print the list

calendar-said-made = It is in the calendar.
calendar-said-changed = It is changed.
calendar-said-withdrawn = “{ $title }” is withdrawn.
calendar-said-restored = It is back.
calendar-said-skipped = That time will not be.
calendar-said-answered = Your answer is noted.
calendar-said-bringing = Noted: you bring it.
calendar-said-not-bringing = Given back: somebody else may bring it.
calendar-said-feed-ended = The address no longer works.
calendar-said-round = Families can choose their hour.
calendar-said-taken = It is booked.
calendar-said-freed = The hour is given back.

problem-event-title = Say what it is
problem-event-day = Choose the day
problem-event-last = The end comes before the beginning, or it is too long
problem-event-to = The end comes before the beginning
problem-event-until = It would end before it began
problem-event-needs = One thing a line, at most 40, with a number from 1 to 500
problem-event-needs-taken = Somebody brings it already: no fewer can be asked for
problem-event-taken = Somebody just took it
problem-event-skips = Too many dates are left out already
problem-calendar-persons = One date concerns { $limit } persons at most
problem-feed-limit = You have { $limit } addresses already: end one
problem-round-minutes = Between 3 and 240 minutes
problem-round-day = Choose a day to come
problem-round-slots = Between these hours there must be 1 to 200 appointments
problem-slot-taken = Somebody just took this hour. Choose another
problem-slot-over = This hour is past
problem-ical-too-large = The file is larger than 2 MB
problem-ical-not-utf8 = Line { $line }: the file is not in UTF-8
problem-ical-line = Line { $line }: this is not a line of an iCalendar file
problem-ical-not-a-calendar = Line { $line }: this is not an iCalendar file
problem-ical-deep = Line { $line }: the file is nested too deeply
problem-ical-end = Line { $line }: something begins and does not end
problem-ical-many = The file has more than 2,000 dates
notice-group-calendar = Dates and appointments
notice-calendar-event-made = New date: { $title }
notice-calendar-event-changed = A date has changed: { $title }
notice-calendar-event-withdrawn = Cancelled: { $title }
notice-calendar-round-opened = Choose your appointment: { $title }
