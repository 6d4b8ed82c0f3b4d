"""Accounts of the desk that are signed in, for benchmarks (in a process where Django is set up)."""

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore


def account(name, group):
    """Return the user of this name, a member of the group, made where there is none."""
    user, _is_new = get_user_model().objects.get_or_create(username=name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def cookie_of(user):
    """Return the cookie, NAME=VALUE, of a new session in which `user` is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
