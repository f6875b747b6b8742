"""Takes a sealed folder's signature apart for openssl. Usage: sealed.py FOLDER PUBLIC_KEY WORK

The format is that of `farlight models sign` (src/signing/seal.rs): what is signed is a line of purpose and a
line a file. Fails when the folder holds a file that is not listed, or when another key signed.
"""
import pathlib
import re
import sys
import tomllib

PURPOSE = "farlight sealed folder, version 1"
# Of an Ed25519 public key in DER (RFC 8410).
PREFIX = bytes.fromhex("302a300506032b6570032100")


def main():
    folder, public, work = (pathlib.Path(argument) for argument in sys.argv[1:])
    seal = tomllib.loads((folder / "signature.toml").read_text())
    keys = re.findall(r"\b[0-9a-f]{64}\b", public.read_text())
    if seal["key"] not in keys:
        sys.exit(f"{folder} was signed by {seal['key']}, trusted is {' '.join(keys)}")
    files = dict(sorted(seal["files"].items()))
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {"signature.toml"}
    if there != set(files):
        sys.exit(f"signed and there differ: {' '.join(sorted(there ^ set(files)))}")
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in files.items())
    (work / "message").write_text(f"{PURPOSE}\n{lines}")
    (work / "sums").write_text(lines)
    (work / "signature").write_bytes(bytes.fromhex(seal["signature"]))
    (work / "key.der").write_bytes(PREFIX + bytes.fromhex(seal["key"]))
    (work / "key.hex").write_text(seal["key"])


try:
    main()
except (OSError, KeyError, ValueError) as error:
    sys.exit(f"{error}")
