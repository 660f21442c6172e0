"""Runs every case with two builds and reports what differs. Usage: README.md."""
import argparse
import fnmatch
import hashlib
import os
import pathlib
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time

from cases import cases
from compare import differences, files_of
import inputs

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent


class Build:
    """A build of the tool: how it is started, and a hash of all that decides what it writes."""

    def __init__(self, dll, environment=()):
        self.environment = {**os.environ, **dict(word.split("=", 1) for word in environment)}
        path = pathlib.Path(dll).resolve()
        if not path.is_file():
            sys.exit(f"There is no build at {dll}.")
        self.command = ["dotnet", str(path)]
        digest = hashlib.sha256()
        for file in sorted([*path.parent.rglob("*.dll"), *path.parent.glob("*.json")]):
            digest.update(str(file.relative_to(path.parent)).encode() + hashlib.sha256(file.read_bytes()).digest())

        # The processor's instructions and the runtime's switches may move last bits.
        digest.update("".join(f"{k}={v}" for k, v in sorted(self.environment.items()) if k.startswith("DOTNET_")).encode())
        digest.update(next((line for line in cpu_lines() if line.startswith("flags")), platform.machine()).encode())
        self.key = digest.hexdigest()[:20]


def cpu_lines():
    try:
        return pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return []


def run(build, case, folder):
    """Runs a case's lines in `folder`; what they say on standard output, and how they end, become files beside what they write."""
    folder.mkdir()
    codes = []
    for i, (expected, arguments) in enumerate(case.lines, 1):
        done = subprocess.run([*build.command, *arguments], cwd=folder, capture_output=True, stdin=subprocess.DEVNULL,
                              env=build.environment, check=False)
        (folder / f"stdout.{i}").write_bytes(done.stdout)
        codes.append(f"{done.returncode}\n")
        if done.returncode != expected:
            said = done.stderr.decode(errors="replace").strip()[-400:]
            (folder / "broken").write_text(f"line {i} ended with {done.returncode}, not {expected}: {said}\n")
            break
    (folder / "exit-codes").write_text("".join(codes))


class Exceptions:
    """`exceptions.txt`: CASE-PATTERN FILE-PATTERN any|added|rounding REASON, a line each."""

    def __init__(self, path):
        self.lines = []
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                words = line.split(None, 3)
                if len(words) < 4 or words[2] not in ("any", "added", "rounding"):
                    sys.exit(f"{path}, line {number}: not 'CASE-PATTERN FILE-PATTERN any|added|rounding REASON'.")
                self.lines.append(words)
        self.used = set()

    def reason(self, case, difference):
        """Why this difference is meant, or null."""
        for i, (cases_of, files, what, why) in enumerate(self.lines):
            kind = what == "any" or (what == "added" and difference.added) or (what == "rounding" and difference.rounding)
            if kind and fnmatch.fnmatchcase(case, cases_of) and fnmatch.fnmatchcase(difference.file, files):
                self.used.add(i)
                return why
        return None

    def unused(self):
        return [" ".join(line) for i, line in enumerate(self.lines) if i not in self.used]


def main():
    parser = argparse.ArgumentParser(prog="run", description=__doc__)
    parser.add_argument("before", metavar="BEFORE_DLL")
    parser.add_argument("after", metavar="AFTER_DLL")
    parser.add_argument("--quick", action="store_true", help="the cases that matter most, about three minutes of one core")
    parser.add_argument("--only", metavar="PATTERN", action="append", help="cases whose name fits, such as 'estimate-*'")
    parser.add_argument("--cache", metavar="DIR", help="keeps what the build before wrote, for the next run")
    parser.add_argument("--keep", metavar="DIR", help="keeps all that was written here, to be looked at")
    parser.add_argument("--exceptions", metavar="FILE", default=HERE / "exceptions.txt", type=pathlib.Path)
    parser.add_argument("--after-env", metavar="NAME=VALUE", action="append", default=[], help="an environment of the build after alone")
    parser.add_argument("--list", action="store_true", help="lists the cases and their commands")
    options = parser.parse_args()
    chosen = [c for c in cases() if (c.quick or not options.quick) and any(fnmatch.fnmatchcase(c.name, p) for p in options.only or ["*"])]
    if options.list:
        for case in chosen:
            print(case.name, *(" ".join(arguments) for _, arguments in case.lines), sep="\n    ")
        return 0
    if not chosen:
        sys.exit("No case has such a name; --list shows them.")
    with tempfile.TemporaryDirectory(prefix="same-bytes-") as temporary:
        root = pathlib.Path(options.keep or temporary).resolve()
        root.mkdir(parents=True, exist_ok=True)
        return compare_all(Build(options.before), Build(options.after, options.after_env), chosen, root, options.cache, Exceptions(options.exceptions))


def compare_all(before, after, chosen, root, cache, exceptions):
    started = time.monotonic()
    for arm in ("before", "after"):
        shutil.rmtree(root / arm, ignore_errors=True)
        (root / arm).mkdir()

    # Both builds read the same files, which the build before drew: a process that draws otherwise differs in its own case only.
    inputs.write(root / "before/inputs", before.command, REPOSITORY)
    shutil.copytree(root / "before/inputs", root / "after/inputs")
    read = hashlib.sha256(repr(sorted(files_of(root / "before/inputs").items())).encode()).hexdigest()
    counts = dict.fromkeys(("same", "exception", "DIFFERENT", "BROKEN"), 0)
    for case in chosen:
        spent = processor_time()
        verdict, notes = one(before, after, case, root, cache and pathlib.Path(cache) / before.key, read, exceptions)
        counts[verdict] += 1
        print(f"{verdict:10}{case.name} ({processor_time() - spent:.1f} s)", *notes, sep="\n            ", flush=True)
    if len(chosen) == len(cases()):
        for line in exceptions.unused():
            print(f"note      exceptions.txt has a line that nothing needs: {line}")
    counted = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    print(f"{len(chosen)} cases: {counted}; {time.monotonic() - started:.0f} s, {processor_time():.0f} s of processor time")
    return 1 if counts["DIFFERENT"] or counts["BROKEN"] else 0


def processor_time():
    """Seconds of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def one(before, after, case, root, cache, read, exceptions):
    """Runs and compares one case: its verdict, and a line for each thing to say."""
    old, new = root / "before" / case.name, root / "after" / case.name
    kept = cache and cache / f"{case.name}-{hashlib.sha256((repr(case.lines) + read).encode()).hexdigest()[:16]}"
    if kept and kept.is_dir():
        shutil.copytree(kept, old)
    else:
        run(before, case, old)
        if kept and not (old / "broken").exists():
            part = kept.with_name(f"{kept.name}.{os.getpid()}")
            shutil.copytree(old, part)
            try:
                part.rename(kept)
            except OSError:
                shutil.rmtree(part)
    run(after, case, new)
    if (old / "broken").exists():
        return "BROKEN", ["before: " + (old / "broken").read_text().strip()]
    found = [(d, exceptions.reason(case.name, d)) for d in differences(files_of(old), files_of(new)) if d.file != "broken"]
    notes = [f"{d}{' — ' + why if why else ''}" for d, why in found]
    if (new / "broken").exists():
        notes.insert(0, "after: " + (new / "broken").read_text().strip())
    if not found:
        return "same", []
    return ("exception" if all(why for _, why in found) else "DIFFERENT"), notes


if __name__ == "__main__":
    sys.exit(main())
