#!/usr/bin/env python3
"""Makes a Python wheel of a published native program, so that `pip install` and `pipx run` bring it. Only the standard library; the same input gives the same bytes.

Usage: make_wheel.py PROGRAM RID FOLDER      (RID: linux-x64, linux-arm64, osx-arm64, osx-x64, win-x64)
"""

import base64
import hashlib
import pathlib
import re
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TAGS = {
    "linux-x64": "manylinux_2_28_x86_64",
    "linux-arm64": "manylinux_2_35_aarch64",
    "osx-arm64": "macosx_14_0_arm64",
    "osx-x64": "macosx_14_0_x86_64",
    "win-x64": "win_amd64",
}
METADATA = """\
Metadata-Version: 2.4
Name: rightsizer
Version: {version}
Summary: {summary}
Author: {author}
License-Expression: Apache-2.0
License-File: LICENSE
License-File: THIRD-PARTY-NOTICES.md
Keywords: spark,emr,glue,aws,cost,performance
Classifier: Development Status :: 4 - Beta
Classifier: Environment :: Console
Classifier: Operating System :: {system}
Classifier: Topic :: System :: Monitoring
Requires-Python: >=3.8
Description-Content-Type: text/markdown

"""
SYSTEMS = {"linux": "POSIX :: Linux", "osx": "MacOS", "win": "Microsoft :: Windows"}


def property_of(file: str, name: str) -> str:
    """A property of a project file: the version and the description are written down once."""
    return re.search(rf"<{name}>(.*?)</{name}>", (ROOT / file).read_text(encoding="utf-8")).group(1)


def description() -> str:
    """README for an index, where its links to files of the repository would lead nowhere: their texts are kept."""
    return re.sub(r"!?\[([^][]*)\]\((?!https?://)[^)\s]*\)", r"\1", (ROOT / "README.md").read_text(encoding="utf-8"))


def check_glibc(program: bytes, tag: str) -> None:
    """pip installs a wheel of manylinux_X_Y where the C library is X.Y or newer: the program must not ask for a newer one."""
    promised = re.match(r"manylinux_(\d+)_(\d+)_", tag)
    asked = max(((int(a), int(b)) for a, b in re.findall(rb"\0GLIBC_(\d+)\.(\d+)", program)), default=(0, 0))
    if promised and asked > (int(promised[1]), int(promised[2])):
        sys.exit(f"error: the program needs glibc {asked[0]}.{asked[1]}, newer than the wheel's tag {tag} says; build it on an older system")


def main(program: str, rid: str, folder: str) -> None:
    version = property_of("Directory.Build.props", "Version")
    tag = f"py3-none-{TAGS[rid]}"
    info = f"rightsizer-{version}.dist-info"
    executable = "rightsizer.exe" if rid.startswith("win") else "rightsizer"
    content = pathlib.Path(program).read_bytes()
    check_glibc(content, TAGS[rid])
    metadata = METADATA.format(
        version=version,
        summary=property_of("src/Cli/Cli.csproj", "Description"),
        author=property_of("Directory.Build.props", "Authors"),
        system=SYSTEMS[rid.split("-")[0]],
    )
    files = {
        "rightsizer/__init__.py": (HERE / "rightsizer/__init__.py").read_bytes(),
        "rightsizer/__main__.py": (HERE / "rightsizer/__main__.py").read_bytes(),
        f"rightsizer-{version}.data/scripts/{executable}": content,
        f"{info}/METADATA": (metadata + description()).encode(),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: rightsizer\nRoot-Is-Purelib: false\nTag: {tag}\n".encode(),
        f"{info}/licenses/LICENSE": (ROOT / "LICENSE").read_bytes(),
        f"{info}/licenses/THIRD-PARTY-NOTICES.md": (ROOT / "THIRD-PARTY-NOTICES.md").read_bytes(),
    }
    record = "".join(f"{name},sha256={digest(data)},{len(data)}\n" for name, data in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    wheel = pathlib.Path(folder) / f"rightsizer-{version}-{tag}.whl"
    wheel.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)  # of 1980: a wheel has no clock in it
            entry.external_attr = (0o100755 if "/scripts/" in name else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    print(wheel)


def digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[2] not in TAGS:
        sys.exit(__doc__)
    main(*sys.argv[1:])
