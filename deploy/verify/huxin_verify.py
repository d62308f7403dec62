#!/usr/bin/env python3
"""Check what a Huxin installation shows, without its server, its code, or any package.

    huxin_verify.py proof FILE  --key KEY    an entry stands under a signed head
    huxin_verify.py heads FILE  --key KEY    a newer head continues an older one
    huxin_verify.py log   FILE  --key KEY    a whole exported log is what was sealed

KEY is the public key (64 hex digits) as its owner published it, or a file with the card that
`huxin trail key` prints. `--head FILE` names a witness file (JSON lines): the head shown must stand
in it. `--witness FILE` adds heads that you kept to those of a log.
Exit: 0 sound, 1 something is wrong, 2 the file cannot be read. Needs Python 3.9, nothing else.
"""

import argparse
import functools
import hashlib
import json
import pathlib
import re
import sys

# --- Ed25519, verification only (RFC 8032, 5.1) ---------------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(a, b):
    """Sum of two points in extended coordinates."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n, point):
    total = (0, 1, 1, 0)
    for bit in f"{n:b}":
        total = add(total, total)
        total = add(total, point) if bit == "1" else total
    return total


def decode(raw):
    """The point that 32 bytes stand for, or None."""
    sign, y = divmod(int.from_bytes(raw, "little"), 2**255)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign) or y >= P:
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


@functools.cache
def is_signed(public, content, signature):
    point, s = decode(public), int.from_bytes(signature[32:], "little")
    if point is None or s >= L or len(public) != 32 or len(signature) != 64:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + content).digest(), "little") % L
    minus = (P - point[0], point[1], 1, P - point[3])
    x, y, z, _ = add(times(s, BASE), times(k, minus))
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# --- the tree (RFC 6962) --------------------------------------------------------------------------
def sha(content):
    return hashlib.sha256(content).digest()


def pair(left, right):
    return sha(b"\1" + left + right)


def push(peaks, leaf):
    """Add a leaf to whole subtrees (height, hash), the largest first."""
    height = 0
    while peaks and peaks[-1][0] == height:
        leaf, height = pair(peaks.pop()[1], leaf), height + 1
    peaks.append((height, leaf))


def climb(leaf, number, size, path):
    """The root that a path leads to from a leaf, or None when it does not fit the tree."""
    if size <= 1 or not path:
        return leaf if (size, number, path) == (1, 0, []) else None
    half = 1 << ((size - 1).bit_length() - 1)
    if number < half:
        left = climb(leaf, number, half, path[:-1])
        return left and pair(left, path[-1])
    right = climb(leaf, number - half, size - half, path[:-1])
    return right and pair(path[-1], right)


def both_roots(old, new, path, old_root=None):
    """(root of the first `old`, root of all `new`) that a proof leads to, from the leaves up.

    `old_root` is the holder's own as long as the first `old` leaves are a subtree from the left.
    """
    if old == new:
        known = path if old_root is None else [old_root, *path]
        return (known[0], known[0]) if len(known) == 1 else None
    if not path or not 0 < old < new:
        return None
    half = 1 << ((new - 1).bit_length() - 1)
    if old <= half:
        found = both_roots(old, half, path[:-1], old_root)
        return found and (found[0], pair(found[1], path[-1]))
    found = both_roots(old - half, new - half, path[:-1])
    return found and (pair(path[-1], found[0]), pair(path[-1], found[1]))


# --- what is shown --------------------------------------------------------------------------------
def plain(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def believed(pinned, cards):
    """Public keys by name: the pinned one only, where one is pinned."""
    shown = [bytes.fromhex(card["public"]) for card in cards if card["suite"] == "ed25519"]
    return {sha(each).hex()[:16]: each for each in ([pinned] if pinned else shown)}


def signed(shown, keys):
    """The fields of a head that is canonical and signed by a believed key, else None."""
    text, head, signature = shown["head"], json.loads(shown["head"]), shown["signature"]
    known = (head["v"], head["hash"], head["suite"]) == ("huxin-head/1", "sha256", "ed25519")
    if plain(head) != text or not known or head["key"] not in keys:
        return None
    good = is_signed(keys[head["key"]], text.encode(), bytes.fromhex(signature))
    return head if good else None


def check_proof(bundle, pinned, held):
    """What is wrong with a proof, as a list of words; empty when it proves its entry."""
    head = signed(bundle["head"], believed(pinned, [bundle["public_key"]]))
    if head is None:
        return ["signature"]
    leaf, path = json.loads(bundle["leaf"]), [bytes.fromhex(each) for each in bundle["path"]]
    root = climb(sha(b"\0" + bundle["leaf"].encode()), leaf["number"], head["size"], path)
    wrong = [] if root and root.hex() == head["root"] and leaf["log"] == head["log"] else ["path"]
    salted = bytes.fromhex(bundle.get("salt", "")) + bundle.get("values", "").encode()
    if "values" in bundle and sha(salted).hex() != leaf["commitment"]:
        wrong.append("values")
    return wrong + ["not_held"] * (held is not None and bundle["head"]["head"] not in held)


def check_heads(bundle, pinned, held):
    """What is wrong with a proof that one head continues another."""
    keys = believed(pinned, bundle["public_keys"])
    old, new = signed(bundle["old"], keys), signed(bundle["new"], keys)
    if old is None or new is None:
        return ["signature"]
    path = [bytes.fromhex(each) for each in bundle["path"]]
    roots = both_roots(old["size"], new["size"], path, bytes.fromhex(old["root"])) or ()
    same = [each.hex() for each in roots] == [old["root"], new["root"]] and old["log"] == new["log"]
    wrong = [] if same else ["path"]
    return wrong + ["not_held"] * (held is not None and bundle["old"]["head"] not in held)


def check_log(lines, pinned=None, kept=()):
    """(about, faults) of an exported log: faults as (kind, number, until or None)."""
    lines = map(json.loads, lines)
    about, shown, each = next(lines), list(kept), next(lines, None)
    while each and "kept" in each:
        shown.append(each)
        each = next(lines, None)
    heads = [(json.loads(one["head"]), one) for one in shown if "head" in one]
    year, size, peaks, faults, roots, expected = about["log"], 0, [], [], {}, 0
    wanted = {head["size"] for head, _ in heads}
    while each:
        number = each["number"]
        if number != expected:
            kind = "repeated" if number < expected else "missing"
            faults.append((kind, min(number, expected), None))
        expected = number + 1
        faults += [(kind, number, None) for kind in entry_wrong(each, year, about["erased"])]
        push(peaks, sha(b"\0" + each["leaf"].encode()))
        size += 1
        if size in wanted:
            hashes = [hashed for _, hashed in reversed(peaks)]
            roots[size] = functools.reduce(lambda right, left: pair(left, right), hashes).hex()
        each = next(lines, None)
    if about["size"] != size:
        faults.append(("size", min(about["size"], size), None))
    faults += [("witness_line", 0, max(size, 1)) for one in shown if "unreadable" in one]
    keys = believed(pinned, about["public_keys"])
    return about, faults + heads_wrong(heads, roots, year, size, keys)


def entry_wrong(each, year, erased):
    """Kinds of faults of one entry: its text, its columns, its hash, what it commits to."""
    wrong, leaf, bound = [], each["leaf"], None
    try:
        said = json.loads(leaf)
        kind = "columns" if plain(said) == leaf else "leaf"
    except ValueError:
        said, kind = None, "leaf"
    row = {name: each[name] for name in ("number", "at", "actor", "action", "object")}
    row |= {"v": "huxin-trail/1", "log": year}
    if kind == "columns" and isinstance(said, dict):
        bound = said.pop("commitment", None)
    if said != row or not re.fullmatch("[0-9a-f]{64}", str(bound)):
        wrong, bound = [kind], None
    if sha(b"\0" + leaf.encode()).hex() != each["leaf_hash"]:
        wrong.append("hash")
    if not each["opening"]:
        late = erased.get(each["object"], [0, 0]) <= [year, each["number"]]
        return wrong + ["no_opening"] * late
    if "values" in each:
        values = each["values"]
        opened = values is not None and sha(bytes.fromhex(each["salt"]) + values.encode()).hex()
        wrong += ["opening"] * (not opened or (bound is not None and opened != bound))
    return wrong


def heads_wrong(heads, roots, year, size, keys):
    """Faults of the heads of a log: each against the root that its entries give."""
    faults, own, theirs, good = [], set(), set(), 0
    for head, each in sorted(heads, key=lambda found: found[0]["size"]):
        (own if each["kept"] == "database" else theirs).add((head["size"], head["root"]))
        if signed(each, keys) is None or head["log"] != year:
            faults.append(("signature", good, head["size"]))
        elif head["size"] > size:
            faults.append(("size", size, None))
        elif roots.get(head["size"]) == head["root"]:
            good = head["size"]
        elif head["size"] > 0:
            faults.append(("root", good, head["size"]))
    newest = max([0] + [of for of, _ in own])
    faults += [("no_witness", 0, of) for of, _ in own - theirs]
    return faults + [("no_head", 0, of) for of, _ in theirs - own if of <= newest]


def first(faults):
    """The earliest fault; one at an entry comes before one somewhere up to that entry."""
    return min(faults, key=lambda each: (each[2] or each[1] + 1, bool(each[2]), -each[1]))


def read(name):
    return pathlib.Path(name).read_text(encoding="utf-8")


def lines_in(name):
    """What stands in a file of JSON lines; a last line without its end was never acknowledged."""
    return [json.loads(line) for line in read(name).split("\n")[:-1]]


def run(options):
    key = options.key
    if not key:
        print("NOTE: no --key given: whoever made this file could have signed it. Compare the key.")
    elif not re.fullmatch("[0-9a-f]{64}", key):
        key = json.loads(read(key))["public"]
    pinned = bytes.fromhex(key) if key else None
    if options.what == "log":
        kept = [dict(each, kept=name) for name in options.witness for each in lines_in(name)]
        with pathlib.Path(options.file).open(encoding="utf-8") as file:
            about, faults = check_log(file, pinned, kept)
        print(f"log {about['log']}: {about['size']} entries, {len(faults)} faults")
        for kind in sorted({each[0] for each in faults}):
            _, number, until = first([each for each in faults if each[0] == kind])
            print(f"WRONG {kind}: entry {number}" + (f" or later, before {until}" if until else ""))
        return 1 if faults else 0
    found = json.loads(read(options.file))
    held = {each["head"] for each in lines_in(options.head)} if options.head else None
    check, wrong = (check_proof if options.what == "proof" else check_heads), 0
    for each in found if isinstance(found, list) else [found]:
        faults = check(each, pinned, held)
        said = "WRONG " + ", ".join(faults) if faults else "SOUND"
        print(f"{said}: {each.get('leaf', 'heads')}")
        wrong += len(faults)
    return 1 if wrong or not found else 0


def main(arguments=None):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("what", choices=("proof", "heads", "log"))
    for name in ("file", "--key", "--head"):
        parser.add_argument(name)
    parser.add_argument("--witness", action="append", default=[])
    try:
        return run(parser.parse_args(arguments))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, StopIteration) as error:
        print(f"CANNOT READ: {type(error).__name__}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
