"""Writes a small safetensors file by the published layout with the Python standard library alone.

Usage: python3 safetensors_fixture.py OUT.safetensors
The tests read it with SafeTensors: 'a/weight' is F32 [2, 3] = 0.5, 1.5, ... and 'bias' is F64 [2] = -1e300, 2^-1074.
"""
import json
import struct
import sys

a = struct.pack("<6f", *[0.5 + i for i in range(6)])
b = struct.pack("<2d", -1e300, 5e-324)
header = json.dumps({
    "__metadata__": {"made": "by hand"},
    "bias": {"dtype": "F64", "shape": [2], "data_offsets": [len(a), len(a) + len(b)]},
    "a/weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, len(a)]},
}).encode()
with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<Q", len(header)) + header + a + b)
