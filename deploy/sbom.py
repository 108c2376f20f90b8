#!/usr/bin/env python3
"""Software bill of materials of the program, as CycloneDX 1.6: every package of src/Cli/packages.lock.json with its hash.

Usage: deploy/sbom.py [packages.lock.json] > rightsizer.cdx.json
The same lock file gives the same bytes: neither a time nor a random number is in it.
"""
import base64
import json
import os
import re
import sys
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCK = os.path.join(ROOT, "src", "Cli", "packages.lock.json")
PROPS = os.path.join(ROOT, "Directory.Build.props")


def version():
    with open(PROPS, encoding="utf-8") as f:
        return re.search(r"<Version>(.*?)</Version>", f.read()).group(1)


def ref(name, number):
    return f"pkg:nuget/{name}@{number}"


def component(name, entry):
    # the content hash of a lock file is SHA-512 of the package, as base64
    return {
        "type": "library",
        "bom-ref": ref(name, entry["resolved"]),
        "name": name,
        "version": entry["resolved"],
        "purl": ref(name, entry["resolved"]),
        "hashes": [{"alg": "SHA-512", "content": base64.b64decode(entry["contentHash"]).hex()}],
    }


def make(lock_file):
    with open(lock_file, encoding="utf-8") as f:
        frameworks = json.load(f)["dependencies"]
    found = {}
    for packages in frameworks.values():
        found.update({name: e for name, e in packages.items() if e["type"] != "Project"})
    by_name = {name.lower(): (name, e) for name, e in found.items()}

    def needs(entry):
        known = (by_name[d.lower()] for d in entry.get("dependencies", {}) if d.lower() in by_name)
        return sorted(ref(name, e["resolved"]) for name, e in known)

    program = ref("Rightsizer", version())
    components = [component(name, found[name]) for name in sorted(found)]
    # what the libraries of this program bring is of the program itself
    brought = {d for e in found.values() for d in needs(e)}
    direct = sorted(ref(n, e["resolved"]) for n, e in found.items() if e["type"] == "Direct" or ref(n, e["resolved"]) not in brought)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:" + str(uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components, sort_keys=True))),
        "version": 1,
        "metadata": {"component": {
            "type": "application", "bom-ref": program, "name": "rightsizer", "version": version(), "purl": program,
            "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": components,
        "dependencies": [{"ref": program, "dependsOn": direct}]
        + [{"ref": ref(n, found[n]["resolved"]), "dependsOn": needs(found[n])} for n in sorted(found)],
    }


if __name__ == "__main__":
    json.dump(make(sys.argv[1] if len(sys.argv) > 1 else LOCK), sys.stdout, indent=1)
    print()
