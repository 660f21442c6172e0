"""What the comparer must see, and what it may not: python3 -m unittest, in this folder."""
import io
import pathlib
import tempfile
import unittest
import zipfile

from compare import compare, differences
from same_bytes import Exceptions


def model(manifest=b'{"library_version": "0.1.0", "kind": "a"}', tensors=b"\x00\x01\x02", year=1980):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("manifest.json", (year, 1, 1, 0, 0, 0)), manifest)
        archive.writestr(zipfile.ZipInfo("tensors.safetensors", (1980, 1, 1, 0, 0, 0)), tensors)
    return content.getvalue()


def seen(name, before, after):
    return [str(d) for d in compare(name, before, after)]


class Compared(unittest.TestCase):
    def test_equal_files_are_the_same(self):
        self.assertEqual([], differences({"a.csv": b"x\n1\n"}, {"a.csv": b"x\n1\n"}))

    def test_one_digit_of_a_csv_is_seen(self):
        self.assertEqual(['a.csv (line 2: "1.25" became "1.26")'], seen("a.csv", b"x\n1.25\n", b"x\n1.26\n"))

    def test_a_line_end_is_seen(self):
        self.assertEqual(1, len(compare("a.csv", b"x\n1\n", b"x\r\n1\r\n")))

    def test_a_line_too_few_is_seen(self):
        self.assertEqual(1, len(compare("a.csv", b"x\n1\n2\n", b"x\n1\n")))

    def test_files_that_came_or_went_are_seen(self):
        self.assertEqual(["a (missing after)", "b (new)"], [str(d) for d in differences({"a": b""}, {"b": b""})])

    def test_the_version_alone_is_no_difference(self):
        self.assertEqual([], compare("a.json", b'{"version": "0.1.0", "n": 1}', b'{"version": "0.2.0", "n": 1}'))
        self.assertEqual([], compare("m.loom", model(), model(b'{"library_version": "0.2.0", "kind": "a"}')))

    def test_a_last_digit_of_json_is_seen_and_named(self):
        self.assertEqual(["a.json (JSON from $.a[1].b: 0.1 became 0.10000000000000002)"],
                         seen("a.json", b'{"a": [1, {"b": 0.1}]}', b'{"a": [1, {"b": 0.10000000000000002}]}'))

    def test_added_keys_are_told_from_changed_ones(self):
        added, = compare("a.json", b'{"version": "1", "a": {"b": 1}}', b'{"version": "2", "a": {"b": 1, "c": 2}}')
        gone, = compare("a.json", b'{"a": {"b": 1, "c": 2}}', b'{"a": {"b": 1}}')
        typed, = compare("a.json", b'{"a": 1}', b'{"a": 1.0, "b": 2}')
        self.assertEqual((True, False, False), (added.added, gone.added, typed.added))

    def test_json_written_otherwise_is_seen(self):
        self.assertEqual(["a.json (the same JSON, written otherwise)"], seen("a.json", b'{"a": 1}', b'{ "a": 1 }'))

    def test_one_byte_of_a_tensor_is_seen(self):
        old, new = model(tensors=b"\xff\x01\x02"), model(tensors=b"\xff\x03\x02")
        self.assertEqual(["m.loom/tensors.safetensors (from byte 1 of 3 and 3)"], seen("m.loom", old, new))

    def test_a_time_stamp_in_a_model_is_seen(self):
        self.assertEqual(["m.loom (order, time stamps or attributes of its entries)"], seen("m.loom", model(), model(year=1999)))

    def test_a_model_cut_off_is_seen(self):
        self.assertEqual(1, len(compare("m.loom", model(), model()[:-40])))


class Excepted(unittest.TestCase):
    def test_an_exception_holds_for_its_case_file_and_kind_only(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "exceptions.txt")
            path.write_text("# none\nestimate-* *.json added a block that says how it was run\n")
            exceptions = Exceptions(path)
            added, = compare("a.json", b'{"a": 1}', b'{"a": 1, "b": 2}')
            changed, = compare("a.json", b'{"a": 1}', b'{"a": 2, "b": 2}')
            self.assertEqual(1, len(exceptions.unused()))
            self.assertIsNone(exceptions.reason("evaluate", added))
            self.assertIsNone(exceptions.reason("estimate-stack", changed))
            self.assertEqual("a block that says how it was run", exceptions.reason("estimate-stack", added))
            self.assertEqual([], exceptions.unused())

    def test_the_seal_of_lines_that_differ_by_rounding_is_no_change_of_its_own(self):
        lines = [b"a,0.30000000000000004\n# sha256 " + b"0" * 64 + b"\n", b"a,0.3\n# sha256 " + b"1" * 64 + b"\n",
                 b"a,0.4\n# sha256 " + b"2" * 64 + b"\n"]
        near, far = compare("u.csv", lines[0], lines[1]) + compare("u.csv", lines[0], lines[2])
        self.assertEqual([True, False], [near.rounding, far.rounding])

    def test_rounding_is_told_from_a_change(self):
        near, = compare("a.csv", b"x,1.7690765519888810,a\n", b"x,1.7690765519888831,a\n")
        far, = compare("a.csv", b"x,1.76907655,a\n", b"x,1.76907755,a\n")
        other, = compare("a.csv", b"x,1.5,a\n", b"x,1.5,b\n")
        self.assertEqual([True, False, False], [near.rounding, far.rounding, other.rounding])


if __name__ == "__main__":
    unittest.main()
