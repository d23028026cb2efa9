#!/usr/bin/env python3
"""Verifies an export of Belfry's audit trail, with nothing but Python 3.8 or later.

    python3 verify_audit.py export.jsonl [--key KEY] [--checkpoints kept.jsonl]

KEY is the id of the key that must have signed it (16 hex digits) or a PEM file of its public half; without it the
key that the file names is believed. With checkpoints that were kept elsewhere, a trail that was made anew is found.
Says what is wrong first. Exit code: 0 whole, 1 something is wrong, 2 it could not be read.

docs/audit.md describes the format. This is written from that page, not from the other verifier, and both agree.
"""
import base64
import decimal
import hashlib
import json
import re
import sys

FORMAT = "belfry audit export"

# --- Ed25519 (RFC 8032), verification only ---------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P:
        return None
    return P - x if x & 1 != sign else x


def decompress(data):
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p = add(p, p)
        n >>= 1
    return q


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def is_signed(key, text, signature):
    a, r = decompress(key), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % L
    return same(multiply(s, BASE), add(r, multiply(h, a)))


# --- The one way to write a line -------------------------------------------------------------------------------------


class Number(str):
    """A number as it was written, which has to be the one way in which JavaScript writes it."""

    def __new__(cls, written):
        if written != shortest(written):
            raise ValueError("a number that is written otherwise")
        return super().__new__(cls, written)


def shortest(written):
    value = float(written)
    if value == 0 or value - value != 0:
        return "0" if value == 0 else "null"
    sign, digits, exponent = decimal.Decimal(repr(value)).normalize().as_tuple()
    text, point = "".join(map(str, digits)), len(digits) + exponent
    if len(text) <= point <= 21:
        text += "0" * (point - len(text))
    elif 0 < point <= 21:
        text = text[:point] + "." + text[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + text
    else:
        rest = "." + text[1:] if len(text) > 1 else ""
        text = "%s%se%s%d" % (text[0], rest, "+" if point > 0 else "-", abs(point - 1))
    return "-" + text if sign else text


def text_of(value):
    """Canonical JSON (RFC 8785): keys in the order of their UTF-16 units, no blanks."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{%s}" % ",".join("%s:%s" % (text_of(key), text_of(value[key])) for key in keys)
    if isinstance(value, list):
        return "[%s]" % ",".join(text_of(inner) for inner in value)
    return json.dumps(value, ensure_ascii=False)


def canonical(value):
    return text_of(value).encode("utf-8")


def no_constant(_):
    raise ValueError("not JSON")


def parsed(line):
    try:
        value = json.loads(
            line.decode("utf-8"), parse_int=Number, parse_float=Number, parse_constant=no_constant
        )
        return value if isinstance(value, dict) and canonical(value) == line else None
    except (ValueError, RecursionError):
        return None


def number(value):
    """A whole number that is not below zero; None for everything else."""
    if isinstance(value, Number) and re.match(r"^(0|[1-9][0-9]{0,15})$", value) and int(value) < 2**53:
        return int(value)
    return None


def is_text(value):
    return isinstance(value, str) and not isinstance(value, Number)


def is_hex(value, length):
    return is_text(value) and re.match(r"^[0-9a-f]{%d}\Z" % length, value) is not None


def key_id(public_key):
    return hashlib.sha256(bytes.fromhex("302a300506032b6570032100") + public_key).hexdigest()[:16]


# --- Reading an export ------------------------------------------------------------------------------------------------


class Fault(Exception):
    def __init__(self, kind, seq=None):
        super().__init__(kind)
        self.kind, self.seq = kind, seq


class Reader:
    def __init__(self, key=None, checkpoints=()):
        self.expected_key = key
        self.kept = {}
        for checkpoint in checkpoints:
            if isinstance(checkpoint, dict) and number(checkpoint.get("seq")) is not None:
                self.kept[number(checkpoint["seq"])] = checkpoint
        self.keys, self.sum = {}, hashlib.sha256()
        self.scope = self.first = self.last = self.signer = None
        self.line = self.entries = self.checkpoints = self.redacted = self.to = 0
        self.unproven, self.hash, self.over = 1, "", False

    @property
    def due(self):
        if self.scope != "chain":
            return None
        return (self.unproven - 1 if self.last is None else self.last) + 1

    def read(self, line):
        self.line += 1
        if not line.endswith(b"\n"):
            raise Fault("cut_off", self.due)
        fields = parsed(line[:-1])
        if fields is None:
            raise Fault("unreadable" if self.line == 1 else "changed", self.due)
        if self.over:
            raise Fault("inserted")
        kind = fields.get("kind")
        if self.line == 1:
            self.read_header(fields)
        elif kind == "entry":
            self.read_entry(fields)
        elif kind == "checkpoint":
            self.read_checkpoint(fields)
        elif kind == "trailer":
            self.read_trailer(fields)
        else:
            raise Fault("inserted", self.due)
        self.sum.update(line)

    def end(self):
        if not self.over:
            raise Fault("unreadable" if self.line == 0 else "cut_off", self.due)

    def read_header(self, fields):
        known = (fields.get("kind"), fields.get("format"), number(fields.get("version"))) == ("header", FORMAT, 1)
        keys, scope = fields.get("keys"), fields.get("scope")
        if not known or not isinstance(keys, list) or scope not in ("chain", "excerpt"):
            raise Fault("unreadable")
        for key in (key for key in keys if isinstance(key, dict)):
            if not is_hex(key.get("publicKey"), 64):
                raise Fault("forged")
            public_key = bytes.fromhex(key["publicKey"])
            if key.get("id") != key_id(public_key):
                raise Fault("forged")
            self.keys[key["id"]] = public_key
        self.scope = scope
        if scope == "excerpt":
            return
        after, to, previous = number(fields.get("after")), number(fields.get("to")), fields.get("previous")
        if after is None or to is None or not is_hex(previous, 64):
            raise Fault("unreadable")
        if after == 0 and previous.strip("0"):
            raise Fault("altered")
        self.hash, self.to, self.unproven = previous, to, after + 1

    def read_entry(self, fields):
        due, content, previous, link = self.due, fields.get("content"), fields.get("previous"), fields.get("hash")
        seq = number(content.get("seq")) if isinstance(content, dict) else None
        if seq is None or not is_hex(previous, 64) or not is_hex(link, 64):
            raise Fault("changed", due)
        if due is not None and seq != due:
            raise Fault("removed" if seq > due else "inserted", due)
        if hashlib.sha256(bytes.fromhex(previous) + canonical(content)).hexdigest() != link:
            raise Fault("changed", seq)
        for part in ("who", "what"):
            if part in fields and fields[part] is None:
                continue
            personal = fields.get(part)
            if not isinstance(personal, dict) or hashlib.sha256(canonical(personal)).hexdigest() != content.get(part):
                raise Fault("changed", seq)
        if due is not None and previous != self.hash:
            raise Fault("altered") if self.last is None else Fault("changed", seq - 1)
        self.hash, self.last = link, seq
        self.first = seq if self.first is None else self.first
        self.entries += 1
        if number(content.get("version")) == 2 and (fields["who"] is None or fields["what"] is None):
            self.redacted += 1
        if seq in self.kept:
            self.agree(self.kept[seq])

    def read_checkpoint(self, fields):
        if self.last is None or number(fields.get("seq")) != self.last:
            raise Fault("forged", self.due)
        self.agree(fields)
        self.checkpoints += 1
        self.unproven = self.last + 1

    def agree(self, checkpoint):
        seq, link, at = (checkpoint.get(name) for name in ("seq", "hash", "at"))
        text = "belfry audit\n%s\n%s\n%s\n" % (seq, link, at)
        if not self.signed(text, checkpoint):
            raise Fault("forged", number(seq))
        if link != self.hash:
            raise Fault("rewritten", min(self.unproven, number(seq)))

    def read_trailer(self, fields):
        self.over, self.signer = True, fields.get("keyId")
        if self.expected_key is not None and self.signer != self.expected_key:
            raise Fault("unknown_key")
        text = "%s\n%s\n%s\n%s\n" % (FORMAT, fields.get("entries"), fields.get("digest"), fields.get("at"))
        if not self.signed(text, fields):
            raise Fault("forged")
        reached = self.unproven - 1 if self.last is None else self.last
        if self.scope == "chain" and reached < self.to:
            raise Fault("cut_off", self.due)
        if self.scope == "chain" and self.unproven <= reached:
            raise Fault("cut_off", self.unproven)
        if self.sum.hexdigest() != fields.get("digest") or number(fields.get("entries")) != self.entries:
            raise Fault("altered")
        if self.scope == "chain" and max(self.kept, default=0) > reached:
            raise Fault("cut_off", self.due)

    def signed(self, text, fields):
        identity, signature = fields.get("keyId"), fields.get("signature")
        key = self.keys.get(identity) if is_text(identity) else None
        if key is None or not is_hex(signature, 128):
            return False
        return is_signed(key, text.encode("utf-8", "replace"), bytes.fromhex(signature))


def verdict(lines, key=None, checkpoints=()):
    """What is to be said of an export: a dictionary, with `fault` None where it is whole."""
    reader, fault = Reader(key, checkpoints), None
    try:
        for line in lines:
            reader.read(line)
        reader.end()
    except Fault as found:
        fault = {"kind": found.kind, "seq": found.seq, "line": reader.line or None}
    return {
        "fault": fault,
        "scope": reader.scope,
        "entries": reader.entries,
        "first": reader.first,
        "last": reader.last,
        "checkpoints": reader.checkpoints,
        "redacted": reader.redacted,
        "keyId": reader.signer if is_text(reader.signer) else None,
    }


SENTENCES = {
    "unreadable": "This is not an export of the audit trail, or not one that this program knows.",
    "changed": "Entry {seq} was changed.",
    "removed": "Entry {seq} is missing.",
    "inserted": "Something was inserted where entry {seq} should be.",
    "rewritten": "A checkpoint says otherwise about the entries from {seq} on: they were written anew.",
    "forged": "A signature at entry {seq} is not by the key.",
    "cut_off": "The end is missing from entry {seq} on.",
    "altered": "The file was altered after it was made.",
    "unknown_key": "It is signed by another key than the one that was expected.",
}


def key_from(text):
    if re.match(r"^[0-9a-f]{16}\Z", text):
        return text
    with open(text, encoding="ascii") as file:
        der = base64.b64decode("".join(line for line in file.read().splitlines() if "-----" not in line))
    if len(der) != 44 or not der.startswith(bytes.fromhex("302a300506032b6570032100")):
        raise ValueError("%s is not the PEM of an Ed25519 public key" % text)
    return key_id(der[12:])


def main(arguments):
    options, files, as_json = {}, [], False
    rest = iter(arguments)
    for one in rest:
        if one in ("--key", "--checkpoints"):
            options[one] = next(rest, "")
        elif one == "--json":
            as_json = True
        else:
            files.append(one)
    if len(files) != 1:
        print(__doc__)
        return 2
    try:
        key = key_from(options["--key"]) if "--key" in options else None
        kept = []
        if "--checkpoints" in options:
            with open(options["--checkpoints"], "rb") as file:
                kept = [parsed(line.rstrip(b"\n")) for line in file]
        with open(files[0], "rb") as file:
            said = verdict(file, key, kept)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if as_json:
        print(json.dumps(said))
    elif said["fault"]:
        fault = said["fault"]
        where = "?" if fault["seq"] is None else fault["seq"]
        print("%s (line %s, %s)" % (SENTENCES[fault["kind"]].format(seq=where), fault["line"], fault["kind"]))
    else:
        print(
            "Whole: %s entries, %s to %s, %s checkpoints, signed by key %s."
            % (said["entries"], said["first"], said["last"], said["checkpoints"], said["keyId"])
        )
        if key is None:
            print("Compare the key with the one that you know, or name it with --key.")
    return 1 if said["fault"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
