#!/usr/bin/env python3
"""Checks floodwall bundles and receipts, from docs/ledger-format.md alone. Python 3 and nothing else but the openssl command.

  verify.py bundle FILE...  [--vkey KEY]... [--policy FILE]
  verify.py receipt FILE... [--vkey KEY]... [--policy FILE]

KEY is a verifier key (name+id+base64), or the name of a file that holds one a line. One file: every check is printed.
Several files: one verdict a line. Exit code 0 valid, 5 something fails, 2 usage, 1 it could not be read, or its signatures could not
be checked because there is no openssl that knows Ed25519.
"""
import argparse, base64, binascii, hashlib, os, re, shutil, struct, subprocess, sys, tempfile, unicodedata
from functools import lru_cache

MAGIC = b"floodwall-bundle-v1\n"
SECTION_MAX = PROOF_MAX = 512 * 1024
NOTE_MAX = 64 * 1024
SIGNATURES_MAX = 64
SEQ_MAX = 9_999_999_999_999_999
ENTRY_TAG = b"floodwall.ledger.entry.v1"
GENESIS_TAG = b"floodwall.ledger.genesis.v1"
NOTE_KEY, COSIGNATURE_KEY = 1, 4


class Malformed(Exception):
    """The bytes are not what the format says."""


class Untrusted(Exception):
    """Well-formed, but not to be believed."""


# ---- hashes, the chain and the tree

def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def field(data):
    return struct.pack(">I", len(data)) + data


def genesis(origin):
    return sha256(field(GENESIS_TAG), field(origin.encode()))


def leaf_hash(hashed):
    return sha256(b"\x00", hashed)


def node_hash(left, right):
    return sha256(b"\x01", left, right)


EMPTY_ROOT = sha256()


def entry_fields(hashed):
    """seq and prev of an entry, from its hashed bytes."""
    fields, at = [], 0
    for _ in range(6):
        if len(hashed) - at < 4:
            raise Malformed("a length is missing")
        length = struct.unpack_from(">I", hashed, at)[0]
        at += 4
        if length > len(hashed) - at:
            raise Malformed("a field is longer than the entry")
        fields.append(hashed[at:at + length])
        at += length
    tag, prev, seq, kind, schema, _ = fields
    if tag != ENTRY_TAG:
        raise Malformed("the domain tag is not that of version 1")
    if at != len(hashed):
        raise Malformed("bytes follow the entry")
    if (len(prev), len(seq), len(kind), len(schema)) != (32, 8, 4, 32):
        raise Malformed("a field has a wrong length")
    if struct.unpack(">I", kind)[0] not in range(1, 6):
        raise Malformed("its kind is not known")
    number = struct.unpack(">Q", seq)[0]
    if number > SEQ_MAX:
        raise Malformed("its number is too large")
    return number, prev


class Tree:
    """A tree that grows, as the roots of its complete subtrees, largest first."""

    def __init__(self, size=0, subtrees=()):
        self.size, self.subtrees = size, list(subtrees)

    def append(self, leaf):
        full = self.size
        while full & 1:
            leaf = node_hash(self.subtrees.pop(), leaf)
            full >>= 1
        self.subtrees.append(leaf)
        self.size += 1

    def root(self):
        root = None
        for subtree in reversed(self.subtrees):
            root = subtree if root is None else node_hash(subtree, root)
        return EMPTY_ROOT if root is None else root


def includes(index, size, path, leaf, root):
    """RFC 9162, 2.1.3.2. An empty path proves a tree of one entry alone."""
    if not 0 <= index < size:
        return False
    inner = (index ^ (size - 1)).bit_length()
    if len(path) != inner + bin(index >> inner).count("1"):
        return False
    for level, beside in enumerate(path):
        if level < inner and not index >> level & 1:
            leaf = node_hash(leaf, beside)
        else:
            leaf = node_hash(beside, leaf)
    return leaf == root


def consistent(first, second, path, first_root, second_root):
    """RFC 9162, 2.1.4.2, which it follows to the letter."""
    if first < 0 or first > second:
        return False
    if first == 0:
        return not path and first_root == EMPTY_ROOT and (second > 0 or second_root == EMPTY_ROOT)
    if first == second:
        return not path and first_root == second_root
    if not path or len(path) > 64:
        return False
    path = list(path)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for hash_ in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(hash_, fr), node_hash(hash_, sr)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, hash_)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


# ---- Ed25519: the key is looked at here, the signature by openssl

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point_of(data):
    """The point that 32 bytes say, as (x, y), or None."""
    number = int.from_bytes(data, "little")
    y, sign = number & (2 ** 255 - 1), number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square or (x == 0 and sign):
        return None
    return (P - x if x & 1 != sign else x), y


def add(a, b):
    """Addition in extended coordinates (RFC 8032, 5.1.4)."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    p, q, r, s = f - e, h - g, h + g, f + e
    return p * q % P, r * s % P, q * r % P, p * s % P


@lru_cache(maxsize=None)
def is_full_order(data):
    """Whether the bytes are a point of the prime-order group, the neutral one excluded."""
    point = point_of(data)
    if point is None or point == (0, 1):
        return False
    base, sum_, scalar = (point[0], point[1], 1, point[0] * point[1] % P), (0, 1, 1, 0), L
    while scalar:
        if scalar & 1:
            sum_ = add(sum_, base)
        base, scalar = add(base, base), scalar >> 1
    return sum_[0] == 0 and sum_[1] == sum_[2]


@lru_cache(maxsize=1)
def openssl():
    """The openssl command, or None where there is none that verifies RFC 8032's second vector."""
    command = shutil.which("openssl")
    key = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    return command if command and asked(command, key, b"\x72", signature) else None


def asked(command, key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        for name, data in zip(names, (bytes.fromhex("302a300506032b6570032100") + key, message, signature)):
            with open(name, "wb") as file:
                file.write(data)
        return subprocess.run(
            [command, "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", names[0],
             "-rawin", "-in", names[1], "-sigfile", names[2]],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


@lru_cache(maxsize=None)
def verifies(key, message, signature):
    """True, False, or None where it cannot be checked."""
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= L:
        return False
    return asked(openssl(), key, message, signature) if openssl() else None


# ---- notes, keys, checkpoints, policies

def text_of(data, what):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed(what + " is not UTF-8")


def from_base64(text, what):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise Malformed(what + " is not base64")
    if base64.b64encode(data).decode() != text:
        raise Malformed(what + " is not base64 as RFC 4648 section 4 writes it")
    return data


def hash_of(text, what):
    data = from_base64(text, what)
    if len(data) != 32:
        raise Malformed(what + " is not 32 bytes")
    return data


def number_of(text, what):
    if not re.fullmatch("0|[1-9][0-9]{0,18}", text) or int(text) >= 2 ** 63:
        raise Malformed(what + " is not a decimal number from 0 to 2^63 - 1")
    return int(text)


def name_of(text, what):
    if not 1 <= len(text) <= 255 or any(c == "+" or unicodedata.category(c)[0] in "ZC" for c in text):
        raise Malformed(what + " is not 1 to 255 characters without space, plus and control")
    return text


class Key:
    """A verifier key: name, type and 32 bytes."""

    def __init__(self, name, type_, data):
        self.name, self.type, self.data = name, type_, data
        self.id = sha256(name.encode(), b"\n", bytes([type_]), data)[:4]

    @staticmethod
    def parse(vkey):
        parts = vkey.strip().split("+", 2)
        if len(parts) != 3:
            raise Malformed("a verifier key looks like name+01234567+base64")
        name = name_of(parts[0], "the key's name")
        data = from_base64(parts[2], "the key")
        if len(data) != 33:
            raise Malformed("the key has not 33 bytes")
        if data[0] not in (NOTE_KEY, COSIGNATURE_KEY):
            raise Malformed("keys of type %d are not known" % data[0])
        if not is_full_order(data[1:]):
            raise Malformed("the key is not an Ed25519 key of full order")
        key = Key(name, data[0], data[1:])
        if key.id.hex() != parts[1]:
            raise Malformed("the key's id is not that of its name and bytes")
        return key

    def named(self, name):
        return Key(name, self.type, self.data)

    def signed(self, text, signature):
        if self.type == NOTE_KEY:
            return verifies(self.data, text.encode(), signature)
        if len(signature) != 72 or signature[0] & 0x80:
            return False
        time = struct.unpack(">Q", signature[:8])[0]
        return verifies(self.data, ("cosignature/v1\ntime %d\n" % time).encode() + text.encode(), signature[8:])


class Note:
    """A text and the signatures under it: (name, id, signature)."""

    def __init__(self, note):
        if any(c < " " and c != "\n" for c in note):
            raise Malformed("a note has a control character")
        blank = note.rfind("\n\n")
        if blank < 0 or not note.endswith("\n"):
            raise Malformed("a note is text, an empty line and signature lines")
        self.text = note[:blank + 1]
        lines = note[blank + 2:].split("\n")[:-1]
        if not 1 <= len(lines) <= SIGNATURES_MAX:
            raise Malformed("a note has 1 to 64 signatures")
        self.signatures = [Note.signature(line) for line in lines]

    @staticmethod
    def parse(data):
        if len(data) > NOTE_MAX:
            raise Malformed("a note is too long")
        return Note(text_of(data, "a note"))

    @staticmethod
    def signature(line):
        if not line.startswith("\u2014 ") or " " not in line[2:]:
            raise Malformed("a signature line is not as it must be")
        name, text = line[2:].split(" ", 1)
        data = from_base64(text, "a signature")
        if len(data) <= 4:
            raise Malformed("a signature is too short")
        return name_of(name, "a signature's key name"), data[:4], data[4:]

    def verified(self, keys):
        """Those of the keys that signed; where it cannot be checked, those that say so."""
        signed = []
        for name, id_, signature in self.signatures:
            for key in keys:
                if (key.name, key.id) == (name, id_):
                    answer = key.signed(self.text, signature)
                    if answer is False:
                        raise Untrusted("the signature of %s is false" % key.name)
                    if answer is None:
                        Open.signatures += 1
                    signed.append(key)
        return signed


class Open:
    """How many signatures could not be checked, in the file at hand."""
    signatures = 0


def checkpoint_of(note):
    """origin, size and root."""
    lines = note.text.split("\n")
    if len(lines) < 4 or lines[-1] or "" in lines[:-1]:
        raise Malformed("a checkpoint is three lines: origin, size and root")
    return lines[0], number_of(lines[1], "a checkpoint's size"), hash_of(lines[2], "a checkpoint's root")


class Policy:
    """A tlog-policy: log keys, witnesses by name, and a quorum."""

    def __init__(self, text):
        self.logs, self.witnesses, self.rules, self.quorum = [], {}, {}, None
        known, members = set(), set()
        for number, raw in enumerate(text.split("\n")):
            if any((c < " " and c != "\t") or c == "\x7f" for c in raw):
                raise Malformed("line %d has a control character" % (number + 1))
            words = re.split("[ \t]+", raw.strip())
            if words == [""] or words[0].startswith("#"):
                continue
            if number >= 1000:
                raise Malformed("a policy has at most 1000 lines")
            try:
                self.line(words, known, members)
            except Malformed as e:
                raise Malformed("line %d: %s" % (number + 1, e))
        if self.quorum is None:
            raise Malformed("the quorum line is missing")

    def line(self, words, known, members):
        verb, count = words[0], len(words)
        if verb == "log" and count in (2, 3):
            self.logs.append(self.unused(Key.parse(words[1]), known))
        elif verb == "witness" and count in (3, 4):
            key = Key.parse(words[2])
            if key.type != COSIGNATURE_KEY:
                raise Malformed("a witness has a cosignature key, of type 4")
            name = self.fresh(words[1])
            self.witnesses[name] = self.unused(key, known)
            self.rules[name] = lambda cosigned: name in cosigned
        elif verb == "group" and count >= 4:
            name, names = self.fresh(words[1]), words[3:]
            need = {"all": len(names), "any": 1}.get(words[2])
            need = number_of(words[2], "how many must cosign") if need is None else need
            if not 1 <= need <= len(names):
                raise Malformed("so many members are not there")
            rules = [self.known(member) for member in names]
            if len(set(names)) != len(names) or members & set(names):
                raise Malformed("a name can be a member once only")
            members.update(names)
            self.rules[name] = lambda cosigned: sum(rule(cosigned) for rule in rules) >= need
        elif verb == "quorum" and count == 2 and self.quorum is None:
            self.quorum = (lambda cosigned: True) if words[1] == "none" else self.known(words[1])
        else:
            raise Malformed("the line is none of log, witness, group and quorum, or not as it must be")

    def fresh(self, name):
        if name == "none" or name in self.rules:
            raise Malformed("the name is taken already")
        return name

    def known(self, name):
        if name not in self.rules:
            raise Malformed("a name is used that no line above defines")
        return self.rules[name]

    @staticmethod
    def unused(key, known):
        if key.data in known:
            raise Malformed("the key is listed already")
        known.add(key.data)
        return key


class Trust:
    """Whose word is taken: log keys, and a policy or None."""

    def __init__(self, keys, own, policy):
        self.keys, self.own, self.policy = keys, own, policy

    def logs(self, origin):
        """The keys of a chain: one key is used under the name of each chain of its ledger."""
        ledger = origin.rpartition("/")[0] or origin
        return [key.named(origin) for key in self.keys if key.name in (origin, ledger)]

    def enough(self, note, origin):
        """Whether a trusted key signed, and the quorum cosigned."""
        if not note.verified(self.logs(origin)):
            raise Untrusted("no trusted key of %s signed it" % origin)
        if self.policy is None:
            return
        witnesses = self.policy.witnesses
        signed = note.verified(witnesses.values())
        if not self.policy.quorum({name for name, key in witnesses.items() if key in signed}):
            raise Untrusted("the quorum is not met")


# ---- what comes of it

class Check:
    """One check: what was found wrong, the first few told."""

    def __init__(self, name):
        self.name, self.faults, self.count = name, [], 0

    def fail(self, fault):
        self.count += 1
        if self.count <= 20:
            self.faults.append(fault)

    def line(self, range_, good, skipped=None):
        if self.count:
            more = "; and %d more" % (self.count - 20) if self.count > 20 else ""
            return "FAIL", self.name, range_, "; ".join(self.faults) + more
        if skipped:
            return "NOT CHECKED", self.name, "-", skipped
        return "PASS", self.name, range_, good


def span(first, behind):
    return "no entries" if behind <= first else "entries %d to %d" % (first, behind - 1)


class Chain:
    """The exam of one chain of a bundle."""

    def __init__(self, data, trust):
        if len(data) < 40:
            raise Malformed("it is too short")
        self.start = self.next = struct.unpack_from(">Q", data)[0]
        count = bin(self.start).count("1")
        if self.start >= 2 ** 63 or len(data) < 40 + 32 * count:
            raise Malformed("it is too short for where it starts")
        self.link = data[8:40]
        self.tree = Tree(self.start, [data[40 + 32 * i:72 + 32 * i] for i in range(count)])
        self.origin = name_of(text_of(data[40 + 32 * count:], "the origin"), "the origin")
        if self.start == 0 and self.link != genesis(self.origin):
            raise Malformed("the chain does not start from its genesis")
        self.trust, self.logs = trust, trust.logs(self.origin)
        self.head, self.begun = None, False
        self.signed = self.reached = self.witnessed = self.roots = 0
        self.points = {}  # size -> [root, note, was the tree compared with it]
        self.sequence, self.links, self.heads = Check("sequence"), Check("links"), Check("head")
        self.trees, self.signatures, self.witnesses = Check("tree"), Check("signatures"), Check("witnesses")

    def take_head(self, data):
        if len(data) != 40:
            raise Malformed("a head has 40 bytes")
        self.head = struct.unpack_from(">Q", data)[0], data[8:]
        self.compare_head()

    def compare_head(self):
        if self.head and self.head[0] == self.next and self.link and self.head[1] != self.link:
            self.heads.fail("the head is not what the entries lead to")

    def take_checkpoint(self, note):
        try:
            origin, size, root = checkpoint_of(note)
            if origin != self.origin:
                self.signatures.fail("a checkpoint of %s is among them" % origin)
                return
            if self.points.setdefault(size, [root, note, False])[0] != root:
                self.trees.fail("two roots are signed for %d entries: a fork" % size)
            if self.logs:
                if note.verified(self.logs):
                    self.signed += 1
                else:
                    self.signatures.fail("no trusted key signed the checkpoint of %d entries" % size)
        except (Malformed, Untrusted) as e:
            self.signatures.fail("a checkpoint: %s" % e)

    def take_cosignature(self, note):
        try:
            origin, size, root = checkpoint_of(note)
        except Malformed as e:
            self.witnesses.fail("a cosignature: %s" % e)
            return
        if origin != self.origin:
            self.witnesses.fail("a cosignature of %s is among them" % origin)
        elif size not in self.points:
            self.witnesses.fail("a witness saw %d entries, of which no checkpoint is here" % size)
        elif self.points[size][0] != root:
            self.witnesses.fail("a witness saw another root of %d entries: a fork" % size)
        else:
            try:
                note.verified(self.trust.policy.witnesses.values() if self.trust.policy else [])
            except Untrusted as e:
                self.witnesses.fail("a cosignature: %s" % e)
                return
            under = self.points[size][1].signatures
            under.extend(one for one in note.signatures if one not in under)

    def take_entry(self, hashed):
        self.begun = True
        try:
            seq, prev = entry_fields(hashed)
        except Malformed as e:
            self.sequence.fail("entry %d: %s" % (self.next, e))
            self.link, self.next = None, self.next + 1
            return
        if seq != self.next:
            self.sequence.fail("entry %d stands where %d should" % (seq, self.next))
        if self.link and prev != self.link:
            self.links.fail("entry %d does not link to the one before it" % seq)
        self.link, self.next = sha256(hashed), self.next + 1
        self.tree.append(leaf_hash(hashed))
        self.compare_head()
        point = self.points.get(self.tree.size)
        if point:
            point[2], self.reached, self.roots = True, self.tree.size, self.roots + 1
            if point[0] != self.tree.root():
                self.trees.fail("the tree of %d entries has another root than was signed" % self.tree.size)

    def end(self):
        """All checks, and what is not proven."""
        here = span(self.start, self.next)
        if self.head and self.head[0] > self.next:
            self.heads.fail("the head says %d entries, here are %d: the tail was cut" % (self.head[0], self.next))
        elif self.head and self.head[0] < self.start:
            self.heads.fail("the head says %d entries, these start at %d" % (self.head[0], self.start))
        for size, (root, _, compared) in sorted(self.points.items()):
            if not compared and size > self.next:
                self.trees.fail("a checkpoint is of %d entries, here are %d: the tail was cut" % (size, self.next))
            elif size == 0 and root != EMPTY_ROOT:
                self.trees.fail("the checkpoint of no entries has another root than the empty tree")
        none = none_signed = None if self.points else "no checkpoint is here"
        if self.points and not self.logs and self.trust.own and not self.signatures.count:
            none_signed = "no key is known"
        elif self.points and not self.logs:
            self.signatures.fail("no trusted key is named " + self.origin)
        elif none and not self.trust.own and self.next > self.start:
            self.signatures.fail("a key is trusted, and no checkpoint is here")
        no_policy = None
        if self.trust.policy:
            self.count_witnessed()
        else:
            no_policy = "no policy was given"
        lines = [
            self.sequence.line(here, "every number once, in order"),
            self.links.line(here, "from the genesis on" if self.start == 0 else "from the told start on"),
            ("PASS", "digests", here, "computed again from the fields"),
            self.heads.line("-", "no entries and no head") if not self.head and self.next == 0
            else self.heads.line(self.head and "%d entries" % self.head[0], "the entries lead to it",
                                 None if self.head else "no head is here"),
            self.trees.line("up to entry %d" % (self.reached - 1) if self.reached else "-",
                            "the roots of %d checkpoints, computed again" % self.roots, none),
            self.signatures.line("%d checkpoints" % self.signed,
                                 "by the key that came along" if self.trust.own else "by a trusted key",
                                 none_signed or unchecked()),
            self.witnesses.line("up to entry %d" % (self.witnessed - 1), "the quorum cosigned", no_policy or unchecked()),
        ]
        return lines, self.not_proven()

    def count_witnessed(self):
        for size, (_, note, compared) in self.points.items():
            try:
                self.trust.enough(note, self.origin)
                if compared:
                    self.witnessed = max(self.witnessed, size)
            except Untrusted:
                pass  # not every checkpoint need be cosigned: the furthest that is counts
        if self.witnessed == 0:
            self.witnesses.fail("no checkpoint has the quorum that the policy asks for")

    def not_proven(self):
        lines, signed_to = [], max(self.start, self.reached)
        if self.next > signed_to:
            lines.append(span(signed_to, self.next) + ": no checkpoint covers them, they can be cut without a trace")
        if self.trust.own:
            known = "the key is the one that came along" if self.logs else "no key is known"
            lines.append("authorship: %s; name the trusted one with --vkey" % known)
        if not self.trust.policy:
            lines.append("one history for all: without witnesses the log's key could sign another one for others")
        elif self.witnessed < self.next:
            lines.append(span(self.witnessed, self.next) + ": no quorum of witnesses has seen them")
        if self.start > 0:
            lines.append(span(0, self.start) + ": they are not here")
        return lines


def unchecked():
    return "no openssl that knows Ed25519 is here" if Open.signatures else None


def bundle(file, keys, policy):
    """The checks of a bundle."""
    chains, own, fault, entries, begun = [], [], None, 0, False
    digest = hashlib.sha256()

    def read(count):
        data = file.read(count)
        digest.update(data)
        return data

    def section():
        """One section; answers whether it was the last."""
        nonlocal own, entries, begun
        before = digest.copy().digest()
        header = read(5)
        if len(header) < 5:
            raise Malformed("it ends in the middle: its end section is missing")
        kind, length = header[:1], struct.unpack(">I", header[1:])[0]
        if length > SECTION_MAX:
            raise Malformed("a section claims %d bytes" % length)
        data = read(length)
        if len(data) < length:
            raise Malformed("it ends in the middle of a section")
        if kind == b"Z":
            if data != before:
                raise Malformed("its last digest is not that of its bytes")
            return True
        is_first, begun = not begun, True
        if is_first != (kind == b"K"):
            raise Malformed("the keys come first, and once")
        if kind == b"K":
            own = [Key.parse(line) for line in text_of(data, "the keys").split("\n") if line]
        elif kind == b"L":
            chain = Chain(data, Trust(keys or own, not keys, policy))
            if any(other.origin == chain.origin for other in chains):
                raise Malformed("the chain %s is here twice" % chain.origin)
            chains.append(chain)
        elif kind not in (b"H", b"C", b"W", b"E"):
            raise Malformed("no such section is known")
        elif not chains:
            raise Malformed("a section belongs to no chain")
        elif kind == b"E":
            chains[-1].take_entry(data)
            entries += 1
        elif chains[-1].begun:
            raise Malformed("a section comes behind the entries of its chain")
        elif kind == b"H":
            chains[-1].take_head(data)
        elif kind == b"C":
            chains[-1].take_checkpoint(Note.parse(data))
        else:
            chains[-1].take_cosignature(Note.parse(data))
        return False

    try:
        if read(len(MAGIC)) != MAGIC:
            raise Malformed("it does not start as a bundle of version 1 does")
        while not section():
            pass
        if file.read(1):
            raise Malformed("bytes follow behind its end")
        if not chains:
            raise Malformed("it holds no chain")
    except Malformed as e:
        fault = str(e)
    all_ = "%d chains, %d entries" % (len(chains), entries)
    lines = [("FAIL", "file", all_, fault) if fault else ("PASS", "file", all_, "every byte is accounted for")]
    parts = [("", lines, [])]
    for chain in chains:
        parts.append((chain.origin, *chain.end()))
    return parts


def receipt(file, keys, policy):
    """The checks of a receipt."""
    data = file.read(PROOF_MAX + 1)
    own = not keys
    try:
        if len(data) > PROOF_MAX:
            raise Malformed("a proof is too long")
        text = text_of(data, "a proof")
        blank = text.find("\n\n")
        if not text.startswith("c2sp.org/tlog-proof@v1\n") or blank < 0:
            raise Malformed("a proof starts with the line c2sp.org/tlog-proof@v1 and has an empty line")
        lines = text[:blank].split("\n")[1:]
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = from_base64(lines.pop(0)[6:], "extra")
            if not extra:
                raise Malformed("an empty extra line is left out")
        if not lines or not lines[0].startswith("index "):
            raise Malformed("the index line is missing")
        index = number_of(lines.pop(0)[6:], "the index")
        if len(lines) > 63:
            raise Malformed("a proof has at most 63 hashes")
        path = [hash_of(line, "a hash") for line in lines]
        note = Note(text[blank + 2:])
        origin, size, root = checkpoint_of(note)
        if extra[:1] == b"\x00" and len(extra) == 33:
            leaf, holds = extra[1:], "the leaf's hash"
        elif extra[:1] == b"\x01":
            if entry_fields(extra[1:])[0] != index:
                raise Untrusted("the index is not the entry's number")
            leaf, holds = leaf_hash(extra[1:]), "the entry"
        else:
            raise Malformed("extra is neither a leaf's hash nor an entry")
    except (Malformed, Untrusted) as e:
        return [("", [("FAIL", "format", "-", str(e))], [])]
    checks = [("PASS", "format", "-", "it carries " + holds)]
    signed = Check("signatures")
    try:
        if own:
            raise Untrusted("a receipt brings no key along: name the trusted one with --vkey")
        Trust(keys, False, policy).enough(note, origin)
    except Untrusted as e:
        signed.fail(str(e))
    checks.append(signed.line("%d entries" % size, "by a trusted key" + (" and the quorum" if policy else ""), unchecked()))
    proof = Check("inclusion")
    if not includes(index, size, path, leaf, root):
        proof.fail("the entry is not at index %d of the tree that the checkpoint is of" % index)
    checks.append(proof.line("entry %d of %d" % (index, size), "the path leads to the signed root"))
    unproven = ["what the entry says: the receipt holds its leaf hash alone"] if extra[:1] == b"\x00" else []
    if not policy:
        unproven.append("one history for all: without witnesses the log's key could sign another one for others")
    return [(origin, checks, unproven)]


def plain(text):
    """Text of strangers, as it can be shown."""
    return "".join(c if c.isprintable() else "\\u%04x" % ord(c) for c in str(text))


def examine(exam, name, keys, policy, loud):
    """Prints what came of one file; answers its exit code."""
    Open.signatures = 0
    try:
        with open(name, "rb") as file:
            parts = exam(file, keys, policy)
    except OSError as e:
        print("%s: CANNOT BE READ: %s" % (plain(name), plain(e.strerror)))
        return 1
    failed = [line for _, lines, _ in parts for line in lines if line[0] == "FAIL"]
    if loud:
        for origin, lines, unproven in parts:
            for status, check, range_, detail in lines:
                print("%-11s  %s%s  %s: %s" % (status, plain(origin) + " " if origin else "", check, range_, plain(detail)))
            for line in unproven:
                print("%-11s  %s" % ("NOT PROVEN", plain(origin) + " " + plain(line)))
    if failed:
        print("%s: NOT VALID: %s: %s" % (plain(name), failed[0][1], plain(failed[0][3])))
        return 5
    if Open.signatures:
        print("%s: SIGNATURES NOT CHECKED: %s" % (plain(name), unchecked()))
        return 1
    print("%s: VALID" % plain(name))
    return 0


def keys_of(values):
    keys = []
    for value in values:
        lines = [value]
        if os.path.isfile(value):
            with open(value, encoding="utf-8") as file:
                lines = [line for line in file.read().split("\n") if line.strip()]
        keys.extend(Key.parse(line) for line in lines)
    return keys


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["bundle", "receipt"])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--vkey", action="append", default=[], metavar="KEY")
    parser.add_argument("--policy", metavar="FILE")
    args = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        keys, policy = keys_of(args.vkey), None
        if args.policy:
            with open(args.policy, encoding="utf-8", newline="") as file:
                policy = Policy(file.read())
            keys += policy.logs
    except (Malformed, OSError, UnicodeDecodeError) as e:
        parser.error(plain(e))
    exam = bundle if args.what == "bundle" else receipt
    codes = {examine(exam, name, keys, policy, len(args.files) == 1) for name in args.files}
    return 5 if 5 in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main())
