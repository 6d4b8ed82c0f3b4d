"""The whole suite: python -m tests [pytest's arguments]

Runs on SQLite, and what asks for a database again on PostgreSQL, without the browser, when
TEST_DATABASE_URL is set.
Exits with the first status that is not 0.
"""

import os
import subprocess
import sys


def main(arguments):
    without = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    environments = [("SQLite", without)]
    if "TEST_DATABASE_URL" in os.environ:
        environments.append(("PostgreSQL", dict(os.environ)))
    status = 0
    for name, environment in environments:
        print(f"The suite on {name}", flush=True)
        command = [sys.executable, "-m", "pytest", "-n", "auto", *arguments]
        if environment is not environments[0][1]:
            # What a browser shows, or a pure function returns, does not depend on the database.
            command += ["-m", "database and not browser"]
        status = subprocess.run(command, env=environment).returncode or status
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
