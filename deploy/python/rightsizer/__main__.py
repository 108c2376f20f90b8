"""`python -m rightsizer ...`: runs the native program that this package installed."""

import os
import subprocess
import sys
import sysconfig

NAME = "rightsizer.exe" if os.name == "nt" else "rightsizer"


def find_program() -> str:
    """The program in the scripts folder of this environment, or of the user's or target folder that the package was installed into."""
    here = os.path.dirname(os.path.abspath(__file__))
    folders = [
        sysconfig.get_path("scripts"),
        sysconfig.get_path("scripts", scheme=sysconfig.get_preferred_scheme("user")),
        os.path.join(os.path.dirname(here), "bin"),
    ]
    for folder in folders:
        path = os.path.join(folder, NAME)
        if os.path.isfile(path):
            return path
    raise FileNotFoundError(f"{NAME} is in none of {', '.join(folders)}; install the package again")


if __name__ == "__main__":
    program = find_program()
    if os.name == "nt":
        sys.exit(subprocess.run([program, *sys.argv[1:]], check=False).returncode)
    os.execv(program, [program, *sys.argv[1:]])
