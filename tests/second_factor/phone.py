"""An app that shows codes, on a clock that only moves when a test says so."""

from base64 import b32decode

from django_otp.oath import totp

TURN = 30


class Phone:
    def __init__(self, clock, key=""):
        self.clock = clock
        self.key = key

    def scan(self, page):
        """Learn the key that a page shows."""
        self.key = b32decode(page.context["key"].replace(" ", "")).hex()

    def code(self):
        """The next code: that of the last time is used up."""
        self.clock.shift(TURN)
        return self.shown()

    def shown(self):
        return f"{totp(bytes.fromhex(self.key)):06d}"

    def wrong_code(self):
        """Six digits that are no code of the minutes around."""
        near = {totp(bytes.fromhex(self.key), drift=drift) for drift in range(-4, 5)}
        return f"{next(number for number in range(100) if number not in near):06d}"
