wall-tab = Wall
wall-posts = Posts
wall-write = Write a post
wall-text = Your post
wall-for-whom = For whom?
wall-choose-everyone = Pupils and families
wall-choose-families = Families
wall-choose-members = Pupils
wall-options = More choices
wall-option-reactions = People may say thank you
wall-option-replies = People may reply
wall-option-sign = Ask for a signature
wall-option-sign-hint = Everyone confirms that they have read it. You see who has not yet.
wall-when = When?
wall-when-now = As soon as possible
wall-when-later = Later
wall-when-emergency = Emergency: at once, even at night
wall-when-emergency-hint = For the head alone. The post is marked as urgent and stands in the journal.
wall-at = Day and hour
wall-publish = Publish
wall-keep = Keep as a draft
wall-save = Save
wall-discard = Throw away

wall-for-members = for members
wall-for-families = for families
wall-for-everyone = for everyone
wall-for-members-class = for pupils
wall-for-families-class = for families
wall-for-everyone-class = for pupils and families

wall-someone = Someone
wall-today = today, { $hour }:{ $minute }
wall-yesterday = yesterday, { $hour }:{ $minute }
wall-tomorrow = tomorrow at { $hour }:{ $minute }

wall-actions = What can be done with the post of { $name }
wall-correct = Correct
wall-correct-hint = Readers will see that the post was corrected, and when.
wall-pin = Pin on top
wall-unpin = Unpin
wall-pinned = Pinned
wall-print = Print
wall-withdraw = Withdraw for everyone
wall-restore = Put back
wall-gone = This post was withdrawn: nobody sees it any more but those who lead the space.
wall-gone-words = See what it said
wall-emergency = Urgent
wall-corrected = Corrected { $when }
wall-seen-families = { $count ->
    [0] Not seen yet
    [one] Seen by one family of { $all }
   *[other] Seen by { $count } families of { $all }
}
wall-seen-members = { $count ->
    [0] Not seen yet
    [one] Seen by one person of { $all }
   *[other] Seen by { $count } people of { $all }
}
wall-versions = What the post said before
wall-until = Until: { $when }

wall-kept = Drafts and waiting posts
wall-draft = Draft: only you see it.
wall-draft-of = Draft, { $when }
wall-waits = Will be delivered { $when }
wall-frozen-since = This wall has been frozen since { $when }. It can be read; nobody can write.

wall-empty = Nothing on this wall yet
wall-empty-leader = Write the first post: the whole space will see it here.
wall-empty-reader = The posts of this space will appear here.
wall-pages = Pages of the wall
wall-newest = Newest
wall-older = Older
wall-all = The whole wall
wall-back = Back to the wall
wall-post-of = Post of { $name }
wall-printed = Printed on { $when }
wall-news = What is new in my spaces

wall-reached-everyone = { $members ->
    [one] one pupil
   *[other] { $members } pupils
} and { $families ->
    [one] one parent
   *[other] { $families } parents
}
wall-reached-families = { $families ->
    [one] one parent
   *[other] { $families } parents
}
wall-reached-members = { $members ->
    [one] one pupil
   *[other] { $members } pupils
}
wall-reached-space = { $members ->
    [one] one person
   *[other] { $members } people
}
wall-said-published = Your post is published for { $whom }.
wall-said-waits = Your post will be delivered { $when }.
wall-said-kept = Your draft is kept.
wall-said-discarded = The post is thrown away.
wall-said-corrected = The post is corrected.
wall-said-pinned = The post stands on top of the wall.
wall-said-unpinned = The post is no longer pinned.
wall-said-withdrawn = The post is withdrawn for everyone.
wall-said-restored = The post is on the wall again.

problem-wall-leaders-write = Only those who lead the space can do this.
problem-wall-head-alone = Only the head can send an urgent post.
problem-wall-frozen = The wall of this space is frozen: nothing can be written on it for now.
problem-wall-not-your-words = Only its author can correct a post. You can withdraw it.
problem-wall-withdrawn = This post was withdrawn.
problem-wall-not-withdrawn = This post is not withdrawn.
problem-wall-not-published = This post is not published.
problem-wall-published = This post is already published.
problem-wall-too-late = It is too late to put this post back: write it again.
problem-wall-nothing-said = Write something.
problem-wall-too-long = This post is too long: 10,000 characters at most.
problem-wall-too-far = Choose a day within the coming year.
problem-wall-too-many-posts = You have written { $count } posts within an hour. Wait a little before the next one.
problem-wall-too-many-corrections = This post was corrected too often: withdraw it and write it again.
problem-wall-too-many-pins = { $count } posts are pinned already. Unpin one first.

notice-group-wall = The walls of my spaces
notice-wall-published = New post: “{ $words }”

wall-files = Photos and files
wall-add-files = Photos, films, recordings, files
wall-pictures = Pictures of the post
wall-picture-of = Photo { $place } of { $count }
wall-picture-place = { $place } of { $count }
wall-picture-before = Previous
wall-picture-after = Next
wall-more-pictures = { $count ->
    [one] one more photo
   *[other] { $count } more photos
}
wall-back-to-post = Back to the post
wall-alt-why = Could you say in a few words what each photo shows? Someone who does not see it, or whose line is slow, will thank you.
wall-alt = What photo { $place } of { $count } shows
wall-alt-example = Four pupils watch a heron on the bank
wall-remove-file = Remove: { $name }
wall-skip = Later
wall-said-files = The photos and files are saved.
wall-said-file-removed = The file is removed.

problem-wall-too-many-files = A post holds { $count } photos and files at most. Put the others into a second post.

check-wall-files-there = The photos and files of the walls are there.
check-wall-files-there-mend = Nothing to do
check-wall-files-missing = { $count ->
    [one] One photo or file of a wall is missing on the disk.
   *[other] { $count } photos or files of walls are missing on the disk.
}
check-wall-files-missing-mend = Restore them from the last backup: preau restore.

wall-sign = I have read this
wall-signed = You have confirmed that you read this.
wall-signatures = { $count ->
    [0] Nobody has signed yet
    [one] One signature
   *[other] { $count } signatures
}
wall-signatures-title = Signatures
wall-signatures-of = { $count } of { $all } have confirmed that they read this.
wall-remind = { $count ->
    [one] Remind this person
   *[other] Remind these { $count } people
}
wall-reminded-on = Last reminder: { $when }
wall-not-signed = Not signed yet
wall-have-signed = Have signed
wall-thank = Thank you
wall-thanks = { $count ->
    [one] One thank-you
   *[other] { $count } thank-yous
}
wall-reply = Reply
wall-replies = Replies
wall-more-replies = { $count ->
    [one] See one more reply
   *[other] See { $count } more replies
}
wall-reply-text = Your reply
wall-reply-text-leader = Your reply
wall-reply-hint = Everybody who sees this post will read your reply.
wall-reply-hint-family = Only those who lead this space will read your reply, not the other families.
wall-reply-hint-leader = Choose below who will read it.
wall-reply-to = For whom?
wall-reply-to-all = Everybody who sees this post
wall-reply-to-one = { $name } only
wall-reply-private = between you and the leaders
wall-reply-with = between { $name } and the leaders
wall-reply-gone = This reply was taken back.
wall-reply-withdraw = Take back the reply of { $name }

wall-said-signed = Noted: you have read this post.
wall-said-unsigned = Your signature is taken back.
wall-said-reminded = { $count ->
    [one] One person is reminded.
   *[other] { $count } people are reminded.
} Each will see it at the hours at which they may be reached.
wall-said-thanked = Your thanks are passed on.
wall-said-unthanked = Your thanks are taken back.
wall-said-replied = Your reply stands under the post.
wall-said-reply-withdrawn = The reply is taken back.

problem-wall-not-asked = This post does not ask for that.
problem-wall-reply-too-long = This reply is too long: { $count } characters at most.
problem-wall-too-many-replies = You have already written { $count } replies within an hour. Wait a little before the next.
problem-wall-replies-full = This post already has { $count } replies. Write a new post, or talk about it in person.
problem-wall-signed-long-ago = It is too late to take this signature back. Talk to the author of the post.
problem-wall-all-signed = Everybody has signed.
problem-wall-reminded = A reminder has already gone out today. Wait until tomorrow.

notice-wall-replied = A reply: “{ $words }”
notice-wall-unsigned = To be signed: “{ $words }”
wall-freeze = Freeze this wall
wall-freeze-why = Is something wrong?
wall-freeze-hint = Freezing the wall keeps everybody from writing on it while you look into it. It can still be read. You can open it again here.
wall-thaw = Let people write again
wall-withdraw-close = Take back, and sign out the device of { $name }
wall-said-frozen = The wall is frozen: nobody can write on it.
wall-said-thawed = People can write on this wall again.
problem-wall-own-session = These are your own words: take them back, or sign out your devices from your account.
problem-wall-session-forgotten = Nobody knows any more from which device this was sent. Take it back, and tell the office.
wall-who = Who is in it?
wall-who-why = Nobody but you and those who lead this space with you sees it yet. Once you have said who is in it, we ask the families.
wall-who-children = Who can be recognised?
wall-who-refused = The family says no to photos: cover this child, or leave the photo out
wall-who-nobody = Nobody can be recognised
wall-who-all = Say the same of all others of this post
wall-cover = Cover a child
wall-cover-whom = Whom do you cover?
wall-cover-where = Where?
wall-cover-hint = Tick the boxes that hide the child whole. What is under them is gone for good, for everybody.
wall-cover-box = Row { $row }, column { $column }
wall-cover-do = Cover
wall-rights = Image rights
wall-rights-why = A photo is shown once everybody who can be recognised in it agreed: both parents, where there are two. A child whose family says no is covered, or the photo stays hidden.
wall-rights-none = This post has no photos, films or recordings.
wall-rights-unsaid = Hidden: say who is in it
wall-rights-held = Hidden: not everybody agreed
wall-rights-shown = Shown
wall-rights-families = Where the families are
wall-rights-refused = Refused
wall-rights-not-asked = Not asked yet
wall-rights-agreed = Agreed
wall-rights-nobody = Nobody here can agree: cover this child, or leave the photo out
wall-rights-waiting = { $yes } of { $asked } agreed
wall-rights-gone = { $count ->
    [one] One photo has gone: the time to which the families agreed is over.
   *[other] { $count } photos have gone: the time to which the families agreed is over.
}
wall-rights-ask = Ask the families
wall-rights-again = Ask again
wall-rights-extent = Where will it be shown?
wall-rights-purpose = What for?
wall-rights-usual = Memories of the class
wall-rights-until = Until when?
wall-rights-until-hint = On the next day the photos go by themselves. Whoever agreed to something else is asked again.
wall-extent-wall = on this wall
wall-extent-book = on this wall and in the year book
wall-extent-outside = on this wall, in the year book and outside the school
wall-agree = May this be shown?
wall-agree-why = { $name } asks you. Without your agreement it is not shown to anyone but those who lead this space.
wall-agree-words = { $name } can be recognised in { $count ->
    [one] one photo or recording
   *[other] { $count } photos or recordings
}. Shown: { $extent }. What for: { $purpose }. Until: { $until }.
wall-agree-yes = Yes
wall-agree-wall = Yes, on this wall only
wall-agree-no = No
wall-agree-later = You can change your answer here at any time. It is kept, with these words and the date, as proof.
wall-answered-yes = You said yes, { $when }
wall-answered-wall = You said yes, on this wall only, { $when }
wall-answered-no = You said no, { $when }
wall-said-who = Noted.
wall-said-covered = The child is covered, for good.
wall-said-asked = The families are asked.
wall-said-yes = Thank you: your yes is noted. You can change it at any time.
wall-said-no = Thank you: your no is noted. It is not shown.
wall-held = { $count ->
    [one] One photo is not shown yet: not everybody in it agreed.
   *[other] { $count } photos are not shown yet: not everybody in them agreed.
}
wall-held-do = See what is left to do
wall-files-held = Only those who lead this space see these photos yet. Say who is in them.

problem-wall-say-who = Say who can be recognised, or that nobody can.
problem-wall-say-whom-covered = Say whom you cover.
problem-wall-say-where-covered = Tick at least one box.
problem-wall-say-what-for = Say what the photos are for.
problem-wall-say-until = Choose a day within the coming three years.
problem-wall-asked-otherwise = What is asked has just changed. Read it again before you answer.
problem-wall-picture-changed = This photo has just been changed by somebody else. Look at it again.

check-wall-pictures-in-time = No photo is kept longer than the families agreed to.
check-wall-pictures-in-time-mend = Nothing to do
check-wall-pictures-late = { $count ->
    [one] One photo is still there though its time is over.
   *[other] { $count } photos are still there though their time is over.
}
check-wall-pictures-late-mend = Let Préau run: its jobs remove them within a minute.

notice-wall-pictures-asked = May a photo be shown? “{ $words }”

wall-book = Year book
wall-book-open = Make the year book
wall-book-why = The posts for everybody, with the photos that families allowed a book. The others are not in it.
wall-book-from = From
wall-book-to = To
wall-book-show = Show
wall-book-none = Nothing for the book
wall-book-none-hint = Between these days nothing was published for everybody.
wall-book-print = Print the book
wall-book-folder = Download the folder
wall-book-hint = The folder opens without Préau and without internet: one page, the photos, and the posts as JSON.
problem-wall-book-days = The last day comes after the first
