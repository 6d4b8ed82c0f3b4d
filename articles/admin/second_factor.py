"""The pages of the second factor: setting it up, and giving a code after the password."""

import logging

import segno
from axes.helpers import get_client_ip_address
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.views import RedirectURLMixin, redirect_to_login
from django.http import HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from django_otp import login as note_device
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles import second_factor
from articles.forms.second_factor import (
    WRONG,
    CodeForm,
    FirstCodeForm,
    PasswordForm,
    RecoveryCodeForm,
)

logger = logging.getLogger("newsroom.signing_in")
# In the session: the secret that is offered to an app, until a code confirms it.
OFFERED = "second_factor_offered"
FEW = 3
private = [never_cache, sensitive_post_parameters()]


@method_decorator(private, name="dispatch")
class CodePage(RedirectURLMixin, FormView):
    """Asks for the code, after the password."""

    template_name = "admin/second_factor/code.html"
    next_page = "admin:index"

    def dispatch(self, request, *args, **kwargs):
        self.person = second_factor.half_signed_in(request)
        if self.person is None:
            return HttpResponseRedirect(self.get_success_url())
        if second_factor.owed_by(self.person) == second_factor.SETTING_UP:
            return redirect_to_login(self.get_success_url(), reverse("second_factor"))
        return super().dispatch(request, *args, **kwargs)

    @property
    def has_no_app(self):
        return "recovery" in self.request.GET

    def get_form_class(self):
        return RecoveryCodeForm if self.has_no_app else CodeForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.person}

    def form_valid(self, form):
        _let_in(self.request, self.person, form.device)
        if not isinstance(form.device, TOTPDevice):
            _tell_what_is_left(self.request)
        return super().form_valid(form)

    def form_invalid(self, form):
        address = get_client_ip_address(self.request)
        logger.warning("A wrong code for %r from %s", self.person.get_username(), address)
        answer = super().form_invalid(form)
        if form.seconds_to_wait:
            answer.status_code = 429
            answer.headers["Retry-After"] = str(form.seconds_to_wait)
        return answer

    def get_context_data(self, **context):
        ways = self.request.GET.copy()
        ways.pop("recovery", None)
        if not self.has_no_app:
            ways["recovery"] = "1"
        return super().get_context_data(
            **admin.site.each_context(self.request),
            title=_("One more step"),
            person=self.person,
            has_no_app=self.has_no_app,
            other_way=f"?{ways.urlencode()}",
            **context,
        )


@method_decorator(private, name="dispatch")
class SettingUpPage(RedirectURLMixin, TemplateView):
    """Sets the second factor up, renews it and takes it away; each by a POST of a `step`."""

    template_name = "admin/second_factor/page.html"
    next_page = "admin:index"
    steps = ("begin", "confirm", "cancel", "renew", "codes", "remove")

    def dispatch(self, request, *args, **kwargs):
        self.person = request.user if admin.site.has_permission(request) else None
        half = second_factor.half_signed_in(request)
        if half and second_factor.owed_by(half) == second_factor.SETTING_UP:
            self.person = half
        if self.person is None:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        self.is_set_up = second_factor.owed_by(self.person) == second_factor.CODE
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        step = request.POST.get("step")
        return getattr(self, step)() if step in self.steps else self.again()

    def again(self):
        return HttpResponseRedirect(self.request.get_full_path())

    def begin(self):
        if not self.is_set_up:
            self.request.session[OFFERED] = second_factor.new_key()
        return self.again()

    def cancel(self):
        self.request.session.pop(OFFERED, None)
        return self.again()

    def confirm(self):
        key = self.request.session.get(OFFERED)
        if key is None:
            return self.again()
        form = FirstCodeForm(self.request.POST)
        if form.is_valid():
            done = second_factor.set_up(self.person, key, form.cleaned_data["code"])
            if done:
                device, codes = done
                del self.request.session[OFFERED]
                _let_in(self.request, self.person, device)
                return self.show_codes(codes)
            form.add_error("code", WRONG)
        return self.render_to_response(self.get_context_data(first_code_form=form))

    def renew(self):
        return self.with_password(self.offer_another)

    def codes(self):
        return self.with_password(
            lambda: self.show_codes(second_factor.renew_recovery_codes(self.person))
        )

    def remove(self):
        return self.with_password(self.take_away)

    def with_password(self, go_on):
        """Go on when the password is right, else show what was wrong."""
        if not self.is_set_up:
            return self.again()
        form = PasswordForm(self.request.POST, request=self.request)
        if form.is_valid():
            return go_on()
        return self.render_to_response(self.get_context_data(password_form=form))

    def offer_another(self):
        self.request.session[OFFERED] = second_factor.new_key()
        return self.again()

    def take_away(self):
        if second_factor.is_needed(self.person):
            messages.error(self.request, _("Your role needs a second factor."))
        else:
            second_factor.remove(self.person, by=self.person)
            messages.success(self.request, _("You sign in with the password alone again."))
        return self.again()

    def show_codes(self, codes):
        self.template_name = "admin/second_factor/codes.html"
        context = super().get_context_data(
            **admin.site.each_context(self.request),
            title=_("Recovery codes"),
            codes=[f"{code[:4]}-{code[4:]}" for code in codes],
            onward=self.get_success_url(),
        )
        return self.render_to_response(context)

    def get_context_data(self, **context):
        key = self.request.session.get(OFFERED)
        if key:
            address = second_factor.app_address(self.person, key)
            context |= {
                "app_address": address,
                "key": second_factor.readable_key(key),
                "qr_code": segno.make(address, error="m").svg_data_uri(scale=5, light="#fff"),
            }
            context.setdefault("first_code_form", FirstCodeForm())
        elif self.is_set_up:
            context.setdefault("password_form", PasswordForm(request=self.request))
            context["codes_left"] = second_factor.recovery_codes_left(self.person)
        is_half = not self.request.user.is_authenticated
        return super().get_context_data(
            **admin.site.each_context(self.request)
            | ({"is_nav_sidebar_enabled": False} if is_half else {}),
            title=_("Second factor"),
            is_half=is_half,
            is_set_up=self.is_set_up,
            is_needed=second_factor.is_needed(self.person),
            **context,
        )


@require_POST
def leave_view(request):
    """Forget who gave the password."""
    logout(request)
    return redirect("admin:login")


def _let_in(request, user, device):
    """Count the session as signed in whole, under a new key."""
    request.user = user
    note_device(request, device)
    request.session.cycle_key()
    rotate_token(request)


def _tell_what_is_left(request):
    left = second_factor.recovery_codes_left(request.user)
    text = ngettext(
        "You have %(count)d recovery code left.",
        "You have %(count)d recovery codes left.",
        left,
    )
    say = messages.warning if left <= FEW else messages.info
    say(request, text % {"count": left})


urlpatterns = [
    path("", SettingUpPage.as_view(), name="second_factor"),
    path("code/", CodePage.as_view(), name="second_factor_code"),
    path("leave/", leave_view, name="second_factor_leave"),
]
