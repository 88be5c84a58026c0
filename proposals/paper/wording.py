"""The words for each way: what the clerk chooses, and the mark that everybody reads."""

from participation.core.i18n import N_
from proposals.paper.rules import Channel

CHOICES = {
    Channel.PAPER: N_("Auf einem Bogen oder einer Karte"),
    Channel.COUNTER: N_("Am Schalter gesagt"),
    Channel.PHONE: N_("Am Telefon gesagt"),
    Channel.MAIL: N_("Per Brief oder E-Mail"),
}
MARKS = {
    Channel.PAPER: N_("Kam auf Papier, von der Stadt eingetragen"),
    Channel.COUNTER: N_("Am Schalter gesagt, von der Stadt eingetragen"),
    Channel.PHONE: N_("Am Telefon gesagt, von der Stadt eingetragen"),
    Channel.MAIL: N_("Kam per Brief oder E-Mail, von der Stadt eingetragen"),
}
