import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

# Needs the models, and so the line above.
from articles import heartbeat  # noqa: E402

heartbeat.start()
