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
