from django.core.management.commands import makemessages


class Command(makemessages.Command):
    # The sentences of `articles.telling` are marked by the function that makes them.
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=tell"]
