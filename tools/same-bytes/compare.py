"""What differs between two folders of output: file by file, byte by byte, the product's version left out."""
import io
import json
import re
import zipfile

# A page is for people, and changes with every sentence; what it shows is in the JSON beside it.
SKIPPED = (".html",)
VERSION = re.compile(rb'("(?:library_)?version": )"[^"]*"')


NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")

# The seal of a study's unit is a hash of the lines above it: where these differ by rounding, so must it.
SEAL = re.compile(rb"(# sha256 )[0-9a-f]{64}")

# What the order of a sum may move; a figure that is a difference of much larger ones loses digits, so small ones are compared to 1e-9.
RELATIVE, ABSOLUTE = 1e-9, 1e-9


class Difference:
    """
    A file that differs: `added` where it is JSON whose only change is keys that were not there before, `rounding` where it is text whose
    only change is numbers that agree to nine digits.
    """

    def __init__(self, file, what, added=False, rounding=False):
        self.file, self.what, self.added, self.rounding = file, what, added, rounding

    def __str__(self):
        return f"{self.file} ({self.what})"


def files_of(folder):
    """Relative path → bytes of every file under `folder`."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in SKIPPED
    }


def differences(before, after):
    """The differences between two dictionaries of files."""
    found = []
    for name in sorted(before.keys() | after.keys()):
        if name not in after or name not in before:
            found.append(Difference(name, "missing after" if name not in after else "new"))
            continue
        found += compare(name, before[name], after[name])
    return found


def compare(name, before, after):
    """The differences between two files of one name, as a list of none or one; of a model, one for each entry."""
    if before == after:
        return []
    if name.endswith(".loom"):
        return compare_models(name, before, after)
    before, after = VERSION.sub(rb'\1"VERSION"', before), VERSION.sub(rb'\1"VERSION"', after)
    if before == after:
        return []
    near = same_but_for_rounding(before, after)
    try:
        old, new = json.loads(before), json.loads(after)
    except ValueError:
        return [Difference(name, first_difference(before, after), rounding=near)]
    path = first_changed(old, new, "$")
    if path is None and old == new:
        return [Difference(name, "the same JSON, written otherwise")]
    return [Difference(name, "keys added" if path is None else "JSON from " + path, added=path is None, rounding=near)]


def same_but_for_rounding(before, after):
    """Whether two texts are the same but for numbers that agree to nine digits, and seals of such texts."""
    before, after = SEAL.sub(rb"\1SEAL", before), SEAL.sub(rb"\1SEAL", after)
    if NUMBER.sub(b"#", before) != NUMBER.sub(b"#", after):
        return False
    pairs = zip(NUMBER.findall(before), NUMBER.findall(after))
    return all(a == b or abs(float(a) - float(b)) <= ABSOLUTE + RELATIVE * abs(float(a)) for a, b in pairs)


def compare_models(name, before, after):
    """A model is a zip: its entries, each with all that the archive says of it, and then the archive as bytes."""
    entries = []
    for content in (before, after):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                entries.append([(e, archive.read(e)) for e in archive.infolist()])
        except (zipfile.BadZipFile, EOFError, KeyError) as broken:
            return [Difference(name, f"not a readable model: {broken}")]
    old, new = ({f"{name}/{e.filename}": content for e, content in side} for side in entries)
    found = differences(old, new)
    stamps = [[(e.filename, e.date_time, e.compress_type, e.external_attr, e.extra) for e, _ in side] for side in entries]
    if not found and stamps[0] != stamps[1]:
        found.append(Difference(name, "order, time stamps or attributes of its entries"))
    return found


def first_changed(old, new, path):
    """Where `new` is other than `old` with keys added to objects, or null."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in old.items():
            if key not in new:
                return f"{path}.{key}, which is gone"
            changed = first_changed(value, new[key], f"{path}.{key}")
            if changed:
                return changed
        return None
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return next(filter(None, (first_changed(a, b, f"{path}[{i}]") for i, (a, b) in enumerate(zip(old, new)))), None)
    return None if type(old) is type(new) and old == new else f"{path}: {shown(old)} became {shown(new)}"


def first_difference(before, after):
    """The first line that differs, of text; the first byte, of anything else."""
    at = next((i for i, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))
    try:
        old, new = before.decode().split("\n"), after.decode().split("\n")
    except UnicodeDecodeError:
        return f"from byte {at} of {len(before)} and {len(after)}"
    line = before[:at].count(b"\n")
    pick = lambda lines: shown(lines[line]) if line < len(lines) else "nothing"
    return f"line {line + 1}: {pick(old)} became {pick(new)}"


def shown(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
