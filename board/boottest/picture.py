"""Pictures of the screen: the emulator's, and those that the kiosk wrote; how alike they are."""
import struct
import zlib


class Picture:
    """8-bit RGB, `rows` top down."""

    def __init__(self, width, rows):
        self.width, self.rows = width, rows

    @classmethod
    def ppm(cls, path):
        data = path.read_bytes()
        head = data.split(maxsplit=4)[:4]
        if head[0] != b"P6":
            raise ValueError(f"{path}: no screen was written")
        width, height = int(head[1]), int(head[2])
        pixels = data[-3 * width * height:]
        return cls(width, [pixels[3 * width * y:3 * width * (y + 1)] for y in range(height)])

    @classmethod
    def png(cls, path):
        data, at, body = path.read_bytes(), 8, b""
        while at < len(data):
            size, kind = struct.unpack(">I4s", data[at:at + 8])
            chunk = data[at + 8:at + 8 + size]
            if kind == b"IHDR":
                width, height, depth, colour = struct.unpack(">IIBB", chunk[:10])
            elif kind == b"IDAT":
                body += chunk
            at += 12 + size
        channels = {2: 3, 6: 4}[colour]
        if depth != 8:
            raise ValueError(f"{path}: {depth} bits")
        raw, stride = zlib.decompress(body), width * channels
        rows, before = [], bytearray(stride)
        for y in range(height):
            start = y * (stride + 1)
            before = unfilter(raw[start], bytearray(raw[start + 1:start + 1 + stride]), before, channels)
            rows.append(bytes(before) if channels == 3 else without_alpha(before))
        return cls(width, rows)

    def save(self, path):
        def chunk(kind, body):
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

        head = struct.pack(">IIBBBBB", self.width, len(self.rows), 8, 2, 0, 0, 0)
        body = zlib.compress(b"".join(b"\0" + row for row in self.rows), 6)
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))

    def likeness(self, other, top=0):
        """Share of the pixels below row `top` that are the same, within 8 of 255."""
        if (self.width, len(self.rows)) != (other.width, len(other.rows)):
            return 0.0
        alike = 0
        for one, two in zip(self.rows[top:], other.rows[top:]):
            if one == two:
                alike += self.width
            else:
                near = [abs(a - b) <= 8 for a, b in zip(one, two)]
                alike += sum(r and g and b for r, g, b in zip(near[0::3], near[1::3], near[2::3]))
        return alike / (self.width * (len(self.rows) - top))


def unfilter(kind, row, before, step):
    for x in range(len(row)) if kind else ():
        left = row[x - step] if x >= step else 0
        up, corner = before[x], before[x - step] if x >= step else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            wanted = left + up - corner
            guess = min((left, up, corner), key=lambda value: abs(wanted - value))
        row[x] = (row[x] + guess) & 255
    return row


def without_alpha(row):
    out = bytearray(len(row) // 4 * 3)
    for channel in range(3):
        out[channel::3] = row[channel::4]
    return bytes(out)
