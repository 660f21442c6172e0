using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Models;

public sealed class LoomArchiveTests
{
    [Fact]
    public void WhatWasWrittenIsReadBack()
    {
        LoomFile file = LoomArchive.Read(Bytes(), "m.loom");
        AssertSame(Example(), file.State);
        Assert.Equal(7, (int)file.Manifest["seed"]!);
        Assert.Equal(1, (int)file.Manifest["format_version"]!);
    }

    [Fact]
    public void TheSameModelGivesTheSameBytes() => Assert.Equal(Bytes(), Bytes());

    [Fact]
    public void OtherToolsReadTheZip()
    {
        using ZipArchive zip = new(new MemoryStream(Bytes()));
        Assert.Equal(["manifest.json", "tensors.safetensors"], zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime));
        using StreamReader reader = new(zip.Entries[0].Open());
        Assert.Equal("tvae", (string?)JsonNode.Parse(reader.ReadToEnd())!["kind"]);
        using MemoryStream tensors = new();
        using (Stream entry = zip.Entries[1].Open())
        {
            entry.CopyTo(tensors);
        }

        Assert.Equal(SafeTensors.Write(Example().Tensors), tensors.ToArray());
    }

    [Fact]
    public void TheChecksumIsThatOfZip() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Fact]
    public void EveryFlippedByteIsRefused()
    {
        byte[] good = Bytes();
        RandomStream stream = RandomStream.Of(5);
        for (int at = 0; at < good.Length; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 + stream.NextInt(255));
            Refused(bad);
        }
    }

    [Fact]
    public void EveryTruncationAndExtensionIsRefused()
    {
        byte[] good = Bytes();
        for (int length = 0; length < good.Length; length++)
        {
            Refused(good[..length]);
        }

        Refused([.. good, 0]);
        Refused([.. good, .. good]);
    }

    [Fact]
    public void ShuffledBlocksAndNoiseAreRefused()
    {
        byte[] good = Bytes();
        RandomStream stream = RandomStream.Of(6);
        for (int trial = 0; trial < 500; trial++)
        {
            byte[] bad = [.. good];
            int from = stream.NextInt(bad.Length - 40), to = stream.NextInt(bad.Length - 40), length = 1 + stream.NextInt(40);
            good.AsSpan(from, length).CopyTo(bad.AsSpan(to));
            if (!bad.AsSpan().SequenceEqual(good))
            {
                Refused(bad);
            }
        }
    }

    [Fact]
    public void AForgedArchiveNeverThrowsAnythingElse()
    {
        // Valid zip and checksums around altered JSON and tensors, which checksums cannot catch.
        ReadOnlyMemory<byte>[] entries = StoredZip.Read(Bytes(), "manifest.json", "tensors.safetensors")!;
        RandomStream stream = RandomStream.Of(7);
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[][] parts = [entries[0].ToArray(), entries[1].ToArray()];
            byte[] altered = parts[trial % 2];
            altered[stream.NextInt(trial % 2 == 0 ? altered.Length : 200)] = (byte)" {}[]\":,0129-eEnull\\x"[stream.NextInt(21)];
            if (trial % 2 == 1)
            {
                JsonObject manifest = (JsonObject)JsonNode.Parse(parts[0])!;
                manifest["tensors"]!["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(altered));
                parts[0] = Encoding.UTF8.GetBytes(manifest.ToJsonString());
            }

            Exception? thrown = Record.Exception(() => LoomArchive.Read(Zip(parts), "m.loom"));
            Assert.True(thrown is null or CausalLoomException, thrown?.ToString());
        }
    }

    [Theory]
    [InlineData("format_version", "2", "has model format 2", "Use a newer version")]
    [InlineData("format_version", "0", "has model format 0", "Fit the model again")]
    [InlineData("format", "\"other\"", "of another format", "")]
    [InlineData("kind", "5", "its kind is absent", "")]
    [InlineData("kind", "\"\\ud800\"", "no Unicode", "")]
    [InlineData("settings", "{\"a\":[{\"\\udc00\":1}]}", "no Unicode", "")]
    [InlineData("settings", "[]", "its settings are absent", "")]
    [InlineData("tensors", "{\"bytes\":1,\"sha256\":\"\"}", "not those of its manifest", "")]
    public void AnotherManifestIsRefused(string key, string value, string expected, string also)
    {
        ReadOnlyMemory<byte>[] entries = StoredZip.Read(Bytes(), "manifest.json", "tensors.safetensors")!;
        string json = Encoding.UTF8.GetString(entries[0].Span);
        string old = ((JsonObject)JsonNode.Parse(json)!)[key]!.ToJsonString();
        JsonObject manifest = (JsonObject)JsonNode.Parse(json)!;
        manifest[key] = "@@";
        json = manifest.ToJsonString().Replace("\"@@\"", value, StringComparison.Ordinal);
        Assert.NotEqual(old, value);
        string message = Refused(Zip([Encoding.UTF8.GetBytes(json), entries[1].ToArray()]));
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(also, message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherFilesAreRefused()
    {
        Assert.Contains("is not a model file", Refused("a,b\n1,2\n"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("is not a model file", Refused([]), StringComparison.Ordinal);

        // A zip bomb: a gigabyte of zeros deflated into a megabyte is never inflated.
        using MemoryStream bomb = new();
        using (ZipArchive zip = new(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("manifest.json").Open();
            for (int i = 0; i < 64; i++)
            {
                entry.Write(new byte[1 << 20]);
            }
        }

        Assert.Contains("another zip file", Refused(bomb.ToArray()), StringComparison.Ordinal);
        string absent = Path.Combine(Path.GetTempPath(), "causalloom-no-such-model.loom");
        Assert.Contains("There is no file", Assert.Throws<CausalLoomException>(() => LoomArchive.Read(absent)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AFileOnDiskIsReplacedWholeAndReadBack()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string path = Path.Combine(folder, "m.loom");
        LoomArchive.Write(path, Example());
        LoomArchive.Write(path, Example(), new JsonObject { ["seed"] = 7 });
        Assert.Equal(Bytes(), File.ReadAllBytes(path));
        AssertSame(Example(), LoomArchive.Read(path).State);
        Assert.Single(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void SafetensorsOfAnIndependentWriterAreRead()
    {
        // tools/reference/safetensors_fixture.py
        byte[] file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "two_tensors.safetensors"));
        Dictionary<string, Tensor> tensors = SafeTensors.Read(file);
        Assert.Equal(["a/weight", "bias"], tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([2, 3], tensors["a/weight"].Shape);
        Assert.Equal([0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f], tensors["a/weight"].AsFloats()!);
        Assert.Equal([-1e300, 5e-324], tensors["bias"].AsDoubles()!);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, true)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, false)]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, false)]
    [InlineData("""{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}""", 8, false)]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, false)]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, false)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, false)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 8, false)]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, false)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, false)]
    [InlineData("[]", 0, false)]
    public void SafetensorsMustFitTheirBytes(string header, int dataBytes, bool sound)
    {
        byte[] file = [.. BitConverter.GetBytes((ulong)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]];
        Assert.Equal(sound, Record.Exception(() => SafeTensors.Read(file)) is null);
        Assert.Throws<FormatException>(() => SafeTensors.Read(BitConverter.GetBytes(ulong.MaxValue - 3)));
    }

    private static ModelState Example()
    {
        ModelState inner = new("mlp") { Settings = { ["layers"] = new JsonArray(3, 4), ["name"] = "é \"quoted\"" } };
        inner.Tensors["weight"] = new Tensor([1f, -2.5f, float.MaxValue, 0, 5, 6], 2, 3);
        ModelState state = new("tvae") { Settings = { ["epochs"] = 300, ["rate"] = 2e-4 } };
        state.Put("decoder", inner);
        state.Tensors["means"] = new Tensor([Math.PI, -1e-300], 2);
        state.Tensors["empty"] = new Tensor(Array.Empty<double>(), 0, 4);
        state.Tensors["scalar"] = new Tensor([42.0]);
        return state;
    }

    private static byte[] Bytes()
    {
        using MemoryStream stream = new();
        LoomArchive.Write(stream, Example(), new JsonObject { ["seed"] = 7 });
        return stream.ToArray();
    }

    private static byte[] Zip(byte[][] parts)
    {
        using MemoryStream stream = new();
        StoredZip.Write(stream, [("manifest.json", parts[0]), ("tensors.safetensors", parts[1])]);
        return stream.ToArray();
    }

    private static string Refused(byte[] bytes)
    {
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => LoomArchive.Read(bytes, "m.loom"));
        Assert.StartsWith("m.loom", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    private static void AssertSame(ModelState expected, ModelState actual)
    {
        Assert.Equal(expected.Kind, actual.Kind);
        Assert.True(JsonNode.DeepEquals(expected.Settings, actual.Settings));
        Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Tensor tensor) in expected.Tensors)
        {
            Assert.Equal(tensor.Shape, actual.Tensors[name].Shape);
            Assert.Equal(tensor.AsFloats(), actual.Tensors[name].AsFloats());
            Assert.Equal(tensor.AsDoubles(), actual.Tensors[name].AsDoubles());
        }
    }
}
