"""The cast, by what they may do."""

ROLES = ("visitor", "alma", "carla", "dirk", "edda", "konrad", "emin", "ada")
EVERYBODY = set(ROLES)
PEOPLE = EVERYBODY - {"visitor"}
MODERATORS = {"carla"}
CHAIR = {"edda"}
CLERK = {"dirk"}
COUNCIL = {"konrad"}
EDITORS = {"emin"}
ADMINISTRATORS = {"ada"}
ANSWERING = CHAIR | CLERK | EDITORS
