"""What is asked about the second factor."""

import re
import unicodedata

from django import forms
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from articles import second_factor

WRONG = _("That code is not right, or it was used already. Take the one that is shown now.")
WAIT = ngettext_lazy(
    "Too many wrong codes. Wait %(seconds)d second, then try again.",
    "Too many wrong codes. Wait %(seconds)d seconds, then try again.",
    "seconds",
)


class CodeInput(forms.PasswordInput):
    """Shows what is typed, but never what was: a code is typed anew."""

    input_type = "text"


def code_field(label, **attrs):
    typed = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(label=label, max_length=32, widget=CodeInput(typed | attrs))


class FirstCodeForm(forms.Form):
    """The first code of an app that has just learned its secret."""

    code = code_field(_("The code that the app shows"), inputmode="numeric")

    def clean_code(self):
        # As an input method may write it, or a list of codes.
        text = unicodedata.normalize("NFKC", self.cleaned_data["code"])
        return re.sub(r"[\s\-‐–—]", "", text).lower()


class CodeForm(FirstCodeForm):
    """A code of `user`, of their app or a recovery code. After `clean`, `device` knew it."""

    device = None
    seconds_to_wait = 0

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user
        self.fields["code"].widget.attrs["autofocus"] = True

    def clean_code(self):
        code = super().clean_code()
        device = second_factor.device_for(self.user, code)
        self.seconds_to_wait = second_factor.seconds_to_wait(device)
        if self.seconds_to_wait:
            raise forms.ValidationError(WAIT % {"seconds": self.seconds_to_wait})
        if not second_factor.check(device, code):
            raise forms.ValidationError(WRONG)
        self.device = device
        return code


class RecoveryCodeForm(CodeForm):
    code = code_field(_("Recovery code"))


class PasswordForm(forms.Form):
    """The password of whoever asks, so that an open desk alone changes nothing of this."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **options):
        super().__init__(*args, **options)
        self.request = request

    def clean_password(self):
        # Through the backends: who mistypes it again and again waits, as when signing in.
        typed = {"username": self.request.user.get_username()}
        typed["password"] = self.cleaned_data["password"]
        if authenticate(self.request, **typed) != self.request.user:
            raise forms.ValidationError(_("That is not your password."))
        return typed["password"]
