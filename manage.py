#!/usr/bin/env python
"""Django's command line for Rolecall."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    if sys.argv[1:2] == ["runserver"]:
        # Whoever types this develops. A public address is refused while DEBUG is on.
        os.environ.setdefault("DEBUG", "1")
    execute_from_command_line(sys.argv)
