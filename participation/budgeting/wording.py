"""Sentences for the steps that explain a budget's result. Money and numbers come in as texts."""

from participation.core.i18n import N_

STEPS = {
    "budget": N_("Es gibt %(budget)s. Abgestimmt haben %(voters)s."),
    "budget-shared": N_(
        "Es gibt %(budget)s für %(voters)s Menschen, die abgestimmt haben. Jeder Person stehen davon rechnerisch %(share)s zu."
    ),
    "support": N_("„%(project)s“ kostet %(cost)s. Dafür stimmten %(supporters)s, mit %(score)s Punkten."),
    "bought": N_(
        "„%(project)s“ wird gebaut: Wer dafür stimmte, zahlt je Punkt %(price)s aus seinem Anteil. In voller Höhe konnten das %(payers)s von %(supporters)s; die anderen gaben, was sie noch hatten."
    ),
    "rest-begins": N_(
        "Kein weiteres Projekt können die bezahlen, die dafür stimmten. Es bleiben %(rest)s. Sie gehen der Reihe nach an die Projekte mit den meisten Punkten, die noch hineinpassen."
    ),
    "rest-chosen": N_("„%(project)s“ wird vom Rest gebaut: %(score)s Punkte, %(cost)s."),
    "greedy-chosen": N_("„%(project)s“ wird gebaut: %(score)s Punkte, %(cost)s."),
    "left-over": N_("Vergeben sind %(spent)s, übrig bleiben %(rest)s."),
    "nobody-wanted": N_("„%(project)s“ wird nicht gebaut: Niemand hat dafür gestimmt."),
    "too-dear": N_(
        "„%(project)s“ wird nicht gebaut: Es kostet %(cost)s, und im ganzen Topf sind %(budget)s."
    ),
    "no-room": N_(
        "„%(project)s“ wird nicht gebaut: Als es an der Reihe war, waren noch %(had)s da. Es fehlten %(missing)s. Mit %(more)s Punkten mehr hätte es früher gepasst."
    ),
    "not-enough": N_(
        "„%(project)s“ kostet %(cost)s. Wer dafür stimmte, hatte zusammen noch %(had)s übrig. Es fehlten %(missing)s, das sind die Anteile von %(more)s weiteren Menschen."
    ),
}
