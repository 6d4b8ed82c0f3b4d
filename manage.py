#!/usr/bin/env python
import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        # Before the command itself could say more.
        print("Stopped. Nothing is half done.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
