"""Sentences about writing together."""

from participation.core.errors import sentence
from participation.core.i18n import N_

ENOUGH = sentence(
    "proposal-pens-enough",
    N_("Mehr als fünf Menschen können nicht mitschreiben, offene Einladungen mitgezählt."),
)
NOT_ONE = sentence("proposal-not-a-pen", N_("Sie schreiben an diesem Vorschlag nicht mit."))
TYPE = N_("Geben Sie die Mail-Adresse oder den Namen ein, unter dem die Person hier schreibt.")
ALREADY = N_("Diese Person schreibt schon an diesem Vorschlag.")
"""Their names stand beside the proposal for all to see, so this tells nobody anything."""
