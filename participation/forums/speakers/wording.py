"""What people read when the speaker list refuses something."""

from participation.core.errors import sentence
from participation.core.i18n import N_

sentence("no-item-running", N_("Gerade ist kein Punkt aufgerufen. Melden Sie sich, sobald einer beginnt."))
sentence("speaker-list-closed", N_("Die Redeliste zu diesem Punkt ist geschlossen."))
sentence("speaker-list-paused", N_("Die Redeliste ruht gerade."))
sentence("already-on-the-list", N_("Sie stehen schon auf der Redeliste."))
sentence("card-on-the-list", N_("Diese Karte oder dieser Name steht schon auf der Redeliste."))
sentence("nobody-speaks", N_("Eine Zwischenfrage geht nur, während jemand spricht."))
