"""Writes an image to a disk by its block map, and reads it back. Usage: write.py IMAGE.zst MAP DEVICE BYTES

What the map leaves out is empty in the image; on the card its first and last mebibyte are cleared, so that no
older partition table shines through, and the first of the data partition, so that the first start finds it empty.
"""
import hashlib
import os
import subprocess
import sys
import xml.etree.ElementTree as tree

CHUNK = 1 << 20


def ranges(path):
    """First byte, byte after the last, SHA-256."""
    root = tree.parse(path).getroot()
    block = int(root.findtext("BlockSize"))
    for entry in root.find("BlockMap"):
        first, _, last = entry.text.strip().partition("-")
        yield int(first) * block, (int(last or first) + 1) * block, entry.get("chksum")


def progress(word, done, whole):
    if sys.stderr.isatty() or done == whole:
        sys.stderr.write(f"\rflash: {word} {done / whole:4.0%}" + ("\n" if done == whole else ""))
        sys.stderr.flush()


def read_exactly(stream, size):
    data = stream.read(size)
    if len(data) != size:
        raise OSError("the image is shorter than its map")
    return data


def write(stream, device, wanted, whole):
    at = done = 0
    for first, end, _ in wanted:
        while at < first:
            at += len(read_exactly(stream, min(CHUNK, first - at)))
        os.lseek(device, first, os.SEEK_SET)
        while at < end:
            data = read_exactly(stream, min(CHUNK, end - at))
            at += len(data)
            done += len(data)
            while data:
                data = data[os.write(device, data):]
            progress("written", done, whole)
    while stream.read(CHUNK):
        pass
    os.fsync(device)


def check(device, wanted, whole, image_end):
    # What was just written must come from the card, not from memory.
    os.posix_fadvise(device, 0, 0, os.POSIX_FADV_DONTNEED)
    done = 0
    for first, end, sha256 in wanted:
        hasher, at = hashlib.sha256(), first
        os.lseek(device, first, os.SEEK_SET)
        while at < end:
            data = os.read(device, min(CHUNK, end - at))
            if not data:
                raise OSError(f"byte {at} cannot be read back")
            # The image's last block may be shorter than a block of the map.
            hasher.update(data[:max(0, image_end - at)])
            at += len(data)
            done += len(data)
            progress("read back", min(done, whole), whole)
        if sha256 and hasher.hexdigest() != sha256:
            raise OSError(f"bytes {first} to {end} read back differ from what was written")


def main():
    image, bmap, path, size = sys.argv[1:]
    wanted = list(ranges(bmap))
    whole = sum(end - first for first, end, _ in wanted)
    device = os.open(path, os.O_RDWR | os.O_EXCL)
    end = os.lseek(device, 0, os.SEEK_END)
    for start in {0, int(size) - (48 << 20), max(0, end - CHUNK)}:
        os.pwrite(device, bytes(min(CHUNK, end - start)), start)
    with subprocess.Popen(["zstd", "-dcq", image], stdout=subprocess.PIPE) as unpack:
        write(unpack.stdout, device, wanted, whole)
    if unpack.returncode:
        raise OSError("the image cannot be unpacked")
    check(device, wanted, whole, int(size))


try:
    main()
except OSError as error:
    sys.exit(f"flash: {error}")
