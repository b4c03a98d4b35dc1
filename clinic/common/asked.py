"""A field as it is shown, in every form of the site: the public ones, the desk's and Django's own."""

from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class AskedField(BoundField):
    """`note` stands behind the label: what may be left out says so.

    What cannot be changed does not; nor what a form names in `needed_sometimes`: not required, and yet not optional.
    """

    @property
    def note(self) -> StrOrPromise:
        sometimes: tuple[str, ...] = getattr(self.form, "needed_sometimes", ())
        needed = self.field.required or self.field.disabled or self.name in sometimes
        return "" if needed else _("(optional)")


class Renderer(DjangoTemplates):
    """Django's own, with our fields."""

    bound_field_class = AskedField
