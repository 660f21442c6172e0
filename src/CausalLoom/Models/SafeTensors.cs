using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CausalLoom.Models;

/// <summary>
/// The safetensors format (https://github.com/huggingface/safetensors): a header length, a JSON header with type, shape and offsets
/// of each tensor, and the values, little-endian. Data only. Types F32 and F64.
/// </summary>
internal static class SafeTensors
{
    private const int LengthBytes = 8;

    /// <summary>Tensors in the order of their names, without gaps.</summary>
    public static byte[] Write(IReadOnlyDictionary<string, Tensor> tensors)
    {
        string[] names = [.. tensors.Keys.Order(StringComparer.Ordinal)];
        JsonObject header = [];
        long end = 0;
        foreach (string name in names)
        {
            long start = end;
            end += Values(tensors[name]).Length;
            header[name] = new JsonObject
            {
                ["dtype"] = tensors[name].AsFloats() is null ? "F64" : "F32",
                ["shape"] = new JsonArray([.. tensors[name].Shape.Select(length => (JsonNode)length)]),
                ["data_offsets"] = new JsonArray(start, end),
            };
        }

        // Spaces bring the values to a multiple of eight bytes.
        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString());
        int headerLength = (json.Length + 7) / 8 * 8;
        long length = LengthBytes + headerLength + end;
        byte[] file = new byte[length <= Array.MaxLength ? length : throw LoomArchive.TooLarge()];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)headerLength);
        json.CopyTo(file, LengthBytes);
        file.AsSpan(LengthBytes + json.Length, headerLength - json.Length).Fill((byte)' ');
        int at = LengthBytes + headerLength;
        foreach (string name in names)
        {
            ReadOnlySpan<byte> values = Values(tensors[name]);
            values.CopyTo(file.AsSpan(at));
            at += values.Length;
        }

        return file;
    }

    /// <summary>Reads tensors; every length, type, shape and offset is checked against the bytes that are there.</summary>
    /// <exception cref="FormatException">The bytes are not safetensors.</exception>
    public static Dictionary<string, Tensor> Read(ReadOnlySpan<byte> file)
    {
        ulong headerLength = file.Length < LengthBytes ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(file);
        Require(headerLength <= (ulong)Math.Max(0, file.Length - LengthBytes), "the header is longer than the file");
        JsonNode? header = LoomArchive.ParseJson(file.Slice(LengthBytes, (int)headerLength));
        ReadOnlySpan<byte> data = file[(LengthBytes + (int)headerLength)..];
        Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        long used = 0;
        Require(header is JsonObject, "the header is no object");
        foreach ((string name, JsonNode? entry) in (JsonObject)header!)
        {
            if (name != "__metadata__")
            {
                tensors.Add(name, ReadTensor(entry, data, ref used));
            }
        }

        Require(used == data.Length, "the tensors do not fill the file");
        return tensors;
    }

    private static Tensor ReadTensor(JsonNode? entry, ReadOnlySpan<byte> data, ref long used)
    {
        long[] shape = Numbers(entry, "shape"), offsets = Numbers(entry, "data_offsets");
        string? type = entry is JsonObject members && members["dtype"] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>() : null;
        Require(type is "F32" or "F64", "a tensor's type is neither F32 nor F64");
        Require(offsets.Length == 2 && offsets[0] >= 0 && offsets[0] <= offsets[1] && offsets[1] <= data.Length,
            "a tensor's offsets are outside the file");
        long size = type == "F32" ? sizeof(float) : sizeof(double);
        foreach (long length in shape)
        {
            Require(length is >= 0 and <= int.MaxValue && (length == 0 || size <= data.Length / length),
                "a tensor's shape is larger than the file");
            size *= length;
        }

        Require(size == offsets[1] - offsets[0], "a tensor's shape does not fit its offsets");

        // Asked before anything is copied: many tensors in one place would take many times the file's memory.
        used += size;
        Require(used <= data.Length, "the tensors lie over each other");
        ReadOnlySpan<byte> bytes = data.Slice((int)offsets[0], (int)size);
        int[] lengths = Array.ConvertAll(shape, length => (int)length);
        return type == "F32"
            ? new Tensor(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), lengths)
            : new Tensor(MemoryMarshal.Cast<byte, double>(bytes).ToArray(), lengths);
    }

    private static long[] Numbers(JsonNode? entry, string key)
    {
        JsonArray? array = (entry as JsonObject)?[key] as JsonArray;
        Require(array is not null, $"a tensor lacks its {key}");
        long[] numbers = new long[array!.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            Require(array[i] is JsonValue value && value.TryGetValue(out numbers[i]), $"a tensor's {key} is no list of whole numbers");
        }

        return numbers;
    }

    private static ReadOnlySpan<byte> Values(Tensor tensor)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Model files are little-endian.");
        }

        return tensor.AsFloats() is { } floats ? MemoryMarshal.AsBytes<float>(floats) : MemoryMarshal.AsBytes<double>(tensor.AsDoubles());
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new FormatException(problem);
        }
    }
}
