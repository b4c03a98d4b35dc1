"""What there is to say of a visit, in the words of the mails: `{{ visit|how_long }}`, `{{ visit|place }}`."""

from django import template

from appointments.mail import facts

register = template.Library()
register.filter("how_long", facts.length)
register.filter("place", facts.place)
register.filter("arrangements", facts.access)
