"""A newsroom at work beside the servers: runs each line of Python that comes in, and answers.

python -m tests.caching.desk, with the site's own variables. The answer to a line is what it put
into `answer`, as JSON.
"""

import json
import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import close_old_connections

    from articles import models, workflow

    call_command("migrate", verbosity=0)
    names = {name: getattr(models, name) for name in models.__all__} | {"workflow": workflow}
    print("ready", flush=True)
    for line in sys.stdin:
        close_old_connections()
        names["answer"] = None
        exec(json.loads(line), names)
        print(json.dumps(names["answer"]), flush=True)


if __name__ == "__main__":
    main()
