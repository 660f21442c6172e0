#!/usr/bin/env python3
"""Writes the fixture of byte-level tokenisers with other patterns than GPT-2's.

Run from the repository root with a Python that has `regex` (the committed file came from 2026.5.9), whose patterns see Unicode scalar
values. The vocabulary and the merges are those of tests/CausalLoom.Tests/Fixtures/tiny_gpt2 (gpt2.py); the byte-pair encoder is written
plainly here. Patterns are the published ones: GPT-2, Qwen2, Llama 3; and digits cut apart before GPT-2's pattern, as SmolLM has it.

Output: tests/CausalLoom.Tests/Fixtures/tokenizers.json: for each list of patterns, the pieces and the ids of some texts.
"""
import json
import pathlib
import random
import unicodedata

import regex

FIXTURES = pathlib.Path("tests/CausalLoom.Tests/Fixtures")
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
QWEN2 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
PATTERNS = {"gpt2": [GPT2], "qwen2": [QWEN2], "llama3": [LLAMA3], "digits": [r"\p{N}", GPT2]}


def texts():
    yield from [
        "age is 24, smoker is yes, dose is low, weight is 71.5",
        "bmi is -3.250, income is 1e+20, gone is None",
        "it's WE'LL they'Re I'd  two  spaces\tand\r\n\r\n  lines  \n ",
        "Größe ist 1,75 m; naïve café — 日本語 ½ ² Ⅷ 🙂 e\u0301",
        "𓦴's 𝟙𝟚𝟛x 𐐀𐐨 👩‍👩‍👧 नमस्ते 12345.678",
        "<|endoftext|> x\u00a0y\u2003z",
        "",
        " ",
    ]
    draw = random.Random(11)
    alphabet = [c for c in map(chr, range(0x20, 0x2FFFF)) if unicodedata.category(c) not in ("Cn", "Cs", "Co")]
    near = ["'s", "'LL", " ", "  ", "\n", "\r\n", "\t", "12", "3.5", "abc", "Z", "-", "_", "\u0085", "\u3000", "\u0663", "½"]
    for _ in range(150):
        yield "".join(draw.choice(near) if draw.random() < 0.6 else draw.choice(alphabet) for _ in range(draw.randint(1, 25)))


def isolate(pattern, piece):
    """What the pattern matches and what lies between, in order."""
    at, parts = 0, []
    for match in regex.finditer(pattern, piece):
        parts += [piece[at : match.start()], match.group()]
        at = match.end()
    return [part for part in [*parts, piece[at:]] if part]


def cut(patterns, text):
    pieces = [text] if text else []
    for pattern in patterns:
        pieces = [part for piece in pieces for part in isolate(pattern, piece)]
    return pieces


def byte_alphabet():
    printable = [b for b in range(256) if 33 <= b < 127 or 161 <= b < 173 or b >= 174]
    others = [b for b in range(256) if b not in printable]
    return {**{b: chr(b) for b in printable}, **{b: chr(256 + i) for i, b in enumerate(others)}}


def encode(pieces, alphabet, vocabulary, ranks):
    ids = []
    for piece in pieces:
        symbols = [alphabet[b] for b in piece.encode("utf-8")]
        while len(symbols) > 1:
            pair = min(zip(symbols, symbols[1:]), key=lambda p: ranks.get(p, len(ranks)))
            if pair not in ranks:
                break
            at, out = 0, []
            while at < len(symbols):
                step = 2 if tuple(symbols[at : at + 2]) == pair else 1
                out.append("".join(symbols[at : at + step]))
                at += step
            symbols = out
        ids += [vocabulary[s] for s in symbols]
    return ids


def main():
    vocabulary = json.loads((FIXTURES / "tiny_gpt2/vocab.json").read_text(encoding="utf-8"))
    lines = (FIXTURES / "tiny_gpt2/merges.txt").read_text(encoding="utf-8").splitlines()[1:]
    ranks = {tuple(line.split(" ")): rank for rank, line in enumerate(lines) if line}
    alphabet, made = byte_alphabet(), []
    for name, patterns in PATTERNS.items():
        entries = [{"text": text, "pieces": cut(patterns, text)} for text in texts()]
        for entry in entries:
            entry["ids"] = encode(entry["pieces"], alphabet, vocabulary, ranks)
        made.append({"name": name, "patterns": patterns, "texts": entries})
    (FIXTURES / "tokenizers.json").write_text(json.dumps(made, ensure_ascii=True, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
