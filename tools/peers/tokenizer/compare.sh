#!/usr/bin/env bash
# Our byte-pair encoder beside Microsoft.ML.Tokenizers on GPT-2's table: ids and speed; ids again by encode.py. Run anywhere; the
# package and a Python with `regex` are needed. Output: docs/evidence/tokenizer.md was made of it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet run -c Release --project "$here" -- "$here/../../.." "$folder"
python3 "$here/encode.py" "$folder"
