notices-ways = Choisir comment être prévenu
notices-none = Rien de nouveau
notices-none-hint = Dès qu’une publication, un message ou un devoir vous concerne, il apparaît ici.
notices-unread = { $count ->
    [0] Vous avez tout lu.
    [one] Une nouvelle non lue
   *[other] { $count } nouvelles non lues
}
notices-new = Nouveau :
notices-emergency = Urgent
notices-read-all = Tout marquer comme lu
notices-read-one = Marquer comme lu
notices-older = Plus anciennes
notices-said-read = { $count ->
    [0] Tout était déjà lu.
    [one] C’est marqué comme lu.
   *[other] { $count } nouvelles sont marquées comme lues.
}

problem-emergency-not-the-head = Seule la direction envoie un message urgent. Les autres messages attendent les heures d’ouverture.
problem-notices-too-many = C’est trop de personnes à prévenir en une fois.
