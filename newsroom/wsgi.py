import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

# Need the settings and the models, and so the line above.
from django.conf import settings  # noqa: E402

from articles import heartbeat  # noqa: E402
from newsroom.statements import limit_statements  # noqa: E402

limit_statements(settings.DATABASES["default"], settings.DATABASE_STATEMENT_SECONDS)
heartbeat.start()
