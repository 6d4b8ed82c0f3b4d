"""The code that is asked for after the password: who owes one, and how it is set up.

The codes of the app are a `TOTPDevice`, the recovery codes the tokens of one `StaticDevice`; the
library makes each good for one time, and has whoever mistypes wait twice as long each time.
"""

import math
import re
from base64 import b32encode

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from articles.models import SecondFactorRule

RECOVERY_CODES = 10
APP_CODE = re.compile(r"[0-9]{6}")
RECOVERY_CODE = re.compile(r"[a-z0-9]{1,16}")
# What somebody who has given the password owes yet.
CODE, SETTING_UP = "code", "setting up"


def with_debts(users):
    """`users`, each with whether they have a second factor, and whether a role wants one."""
    devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return users.annotate(
        has_factor=Exists(devices),
        needs_factor=Exists(SecondFactorRule.objects.binding(OuterRef("pk"))),
    )


def owed_by(user):
    """Return CODE when `user` has a second factor, SETTING_UP when a role wants one, else ""."""
    if not hasattr(user, "has_factor"):
        user = with_debts(get_user_model().objects.filter(pk=user.pk)).get()
    if user.has_factor:
        return CODE
    return SETTING_UP if user.needs_factor else ""


def is_needed(user):
    """Whether a role of `user` wants a second factor."""
    return SecondFactorRule.objects.binding(user).exists()


def signed_in(user):
    """Return `user`, or nobody as long as they owe a code; `user` as OTPMiddleware leaves them."""
    if user.is_authenticated and not user.is_verified() and owed_by(user):
        return AnonymousUser()
    return user


def half_signed_in(request):
    """Return who has given the password and still owes a code, else None."""
    if request.user.is_authenticated or not request.by_password.is_staff:
        return None
    return request.by_password


def new_key():
    """Return a new secret, as hexadecimal digits."""
    return random_hex(20)


def readable_key(key):
    """Return a secret as people type it into an app: base32 in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode()
    return " ".join(re.findall(".{1,4}", text))


def app_address(user, key):
    """Return the otpauth: address from which an app learns the secret."""
    return TOTPDevice(user=user, key=key).config_url


@transaction.atomic
def set_up(user, key, code):
    """Have `user` give codes of `key` from now on, if `code` is one.

    Returns (the device, the new recovery codes), or None when the code is wrong. What was set up
    before no longer counts, nor do the sessions that it opened.
    """
    _lock(user)
    device = TOTPDevice.objects.create(user=user, key=key, name="app")
    if not device.verify_token(code):
        device.delete()
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    StaticDevice.objects.filter(user=user).delete()
    codes = _write_codes(StaticDevice.objects.create(user=user, name="recovery"))
    note(user, by=user)
    return device, codes


@transaction.atomic
def renew_recovery_codes(user):
    """Return new recovery codes; the old ones no longer count."""
    _lock(user)
    device, _is_new = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery"})
    device.token_set.all().delete()
    note(user, by=user)
    return _write_codes(device)


@transaction.atomic
def remove(user, *, by=None):
    """Forget the second factor of `user`; return whether there was one."""
    _lock(user)
    deleted = [
        devices.objects.filter(user=user).delete()[0] for devices in (TOTPDevice, StaticDevice)
    ]
    if any(deleted) and by:
        note(user, by=by)
    return any(deleted)


def recovery_codes_left(user):
    """Return how many recovery codes `user` has not used."""
    return StaticToken.objects.filter(device__user=user).count()


def device_for(user, code):
    """Return the device of `user` that would know `code` by its shape, or None."""
    if APP_CODE.fullmatch(code):
        return TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if RECOVERY_CODE.fullmatch(code):
        return StaticDevice.objects.filter(user=user).first()
    return None


def check(device, code):
    """Use `code` up; return whether it was right."""
    return device is not None and verify_token(device.user, device.persistent_id, code) is not None


def seconds_to_wait(device):
    """Return for how long `device` takes no code, after too many wrong ones."""
    _is_allowed, reason = device.verify_is_allowed() if device else (True, None)
    until = (reason or {}).get("locked_until")
    return max(1, math.ceil((until - timezone.now()).total_seconds())) if until else 0


def note(user, *, by):
    """Keep in the history of `user` that their second factor was changed."""
    changed = [{"changed": {"fields": ["second factor"]}}]
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, changed, single_object=True)


def _lock(user):
    get_user_model().objects.select_for_update().get(pk=user.pk)


def _write_codes(device):
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes
