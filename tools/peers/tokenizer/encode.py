#!/usr/bin/env python3
"""Encodes the texts of compare.sh by GPT-2's files with an encoder of its own, and counts whose ids differ. Needs `regex`."""
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "reference"))
from tokenizer_json import GPT2, byte_alphabet, cut, encode  # noqa: E402

folder = pathlib.Path(sys.argv[1])
vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
lines = (folder / "merges.txt").read_text(encoding="utf-8").split("\n")
ranks = {tuple(line.split(" ")): rank for rank, line in enumerate(lines) if line}
alphabet, known, counts = byte_alphabet(), {}, collections.Counter()
for line in (folder / "texts.jsonl").open(encoding="utf-8"):
    entry, ids = json.loads(line), []
    for piece in cut([GPT2], entry["text"]):
        if piece not in known:
            known[piece] = encode([piece], alphabet, vocabulary, ranks)
        ids += known[piece]
    counts["texts"] += 1
    counts["ours differ"] += ids != entry["ours"]
    counts["BpeTokenizer differ"] += ids != entry["theirs"]
print(dict(counts))
