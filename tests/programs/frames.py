"""Programs that answer by messages that are hard to read, to be unscored or to pass by chance."""

from tests.programs.writing import at_import, replies

_RAW = """
import os, struct, time
def tell(body, size=None):
    body = struct.pack("<I", len(body) if size is None else size) + body
    while body: body = body[os.write(3, body):]
tell(b'{"ready": true}')
"""


def raw(then: str) -> str:
    return at_import(_RAW + then)


FRAMES = {
    "longer than any message": raw("tell(b'', 0xffffffff)\ntime.sleep(9)"),
    "one byte longer than allowed": raw("tell(b' ' * ((16 << 20) + 1))\ntime.sleep(9)"),
    "millions of empty lists": raw("tell(b'{\"value\": [' + b'[],' * (5 << 20) + b'[]]}')"),
    "millions of empty objects": raw("tell(b'{\"value\": [' + b'{},' * (5 << 20) + b'{}]}')"),
    "a frame byte by byte": raw(
        "for byte in struct.pack('<I', 12) + b'{\"value\": 5}': os.write(3, bytes([byte])); time.sleep(0.02)"
    ),
    "a frame that never becomes whole": raw("tell(b'{\"value\": 5}', 1 << 23)\nos._exit(0)"),
    "not a number": raw("for _ in range(9): tell(b'{\"value\": NaN}')"),
    "infinity": raw("for _ in range(9): tell(b'{\"value\": Infinity}')"),
    "the same key twice": raw(
        'for _ in range(9): tell(b\'{"value": 0, "value": 5, "raised": 1}\')'
    ),
    "a giant number": raw("for _ in range(9): tell(b'{\"value\": ' + b'9' * (4 << 20) + b'}')"),
    "a giant hexadecimal": replies('{"value": {"int": "f" * (1 << 22)}}'),
    "a range without end": replies(
        '{"value": {"iterator": {"range": ["0x0", "0x" + "f" * 15, "0x1"]}}}'
    ),
    "a decimal with a giant exponent": replies('{"value": {"Decimal": "1E+999999999"}}'),
    "a fraction of nothing": replies('{"value": {"Fraction": ["0x1", "0x0"]}}'),
    "a date of no year": replies('{"value": {"date": "0000-00-00"}}'),
    "an array larger than memory": replies('{"value": {"ndarray": ["f8", [1 << 40], ""]}}'),
    "deep but balanced": raw("tell(b'[' * 90000 + b']' * 90000)"),
    "bytes that are no text": raw("tell(b'\\xff\\xfe{\\x00\"\\x00')"),
    "text with halves of characters": replies(
        '{"raised": {"names": [["builtins", "ValueError"]], "args": ["\\ud800"], "state": {"dict": []}, "text": "\\ud800" * 9}}'
    ),
    "changes what was never given": replies(
        '{"value": 0, "changed": [[5, 42, [1, 2]], {"dict": []}]}'
    ),
    "printed more than a message": replies('{"value": 0, "printed": "x" * (1 << 21)}'),
}
