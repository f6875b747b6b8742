"""Writes a CycloneDX 1.5 bill of materials: crates from `cargo metadata` on standard input, packages from the list.

Usage: cargo metadata … | bill.py VERSION PACKAGES
Crates that only the build or the tests use are left out, by walking the normal dependencies.
"""
import json
import sys


def crates(metadata):
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    packages = {package["id"]: package for package in metadata["packages"]}
    wanted, seen = [metadata["resolve"]["root"]], set()
    while wanted:
        key = wanted.pop()
        if key in seen:
            continue
        seen.add(key)
        for dep in nodes[key]["deps"]:
            if any(kind["kind"] is None for kind in dep["dep_kinds"]):
                wanted.append(dep["pkg"])
    seen.discard(metadata["resolve"]["root"])
    for key in sorted(seen, key=lambda key: (packages[key]["name"], packages[key]["version"])):
        package = packages[key]
        yield {
            "type": "library", "name": package["name"], "version": package["version"],
            "purl": f"pkg:cargo/{package['name']}@{package['version']}",
            "licenses": [{"expression": (package["license"] or "NOASSERTION").replace("/", " OR ")}],
        }


def debian(path):
    for line in open(path, encoding="utf-8"):
        name, version, sha256 = line.split()
        yield {
            "type": "library", "name": name, "version": version,
            "purl": f"pkg:deb/debian/{name}@{version}?arch=arm64",
            "hashes": [{"alg": "SHA-256", "content": sha256}],
        }


def main():
    version, packages = sys.argv[1:]
    components = [*crates(json.load(sys.stdin)), *debian(packages)]
    bill = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "firmware", "name": "farlight", "version": version}},
        "components": components,
    }
    json.dump(bill, sys.stdout, indent=1)
    print()


main()
