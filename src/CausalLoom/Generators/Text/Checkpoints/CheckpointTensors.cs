using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Io;
using CausalLoom.Models;

namespace CausalLoom.Generators.Text.Checkpoints;

/// <summary>
/// A safetensors file of a checkpoint, read tensor by tensor so that a large one is never in memory twice. Types F32, F16 and
/// BF16, all given as float32.
/// </summary>
internal sealed class CheckpointTensors : IDisposable
{
    private const int LengthBytes = 8, MaxHeader = 10_000_000;
    private readonly string _path;
    private readonly FileStream _file;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly long _begin;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="CausalLoomException">It is absent or not a sound safetensors file.</exception>
    internal CheckpointTensors(string path)
    {
        _path = path;
        _file = InputFile.Open(path);
        try
        {
            byte[] lengthBytes = new byte[LengthBytes];
            _file.ReadExactly(lengthBytes);
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
            Require(length <= MaxHeader && (long)length <= _file.Length - LengthBytes, "its header is longer than the file");
            byte[] header = new byte[length];
            _file.ReadExactly(header);
            _begin = LengthBytes + (long)length;
            ReadEntries(LoomArchive.ParseJson(header));
        }
        catch (Exception e) when (e is IOException or FormatException or JsonException)
        {
            _file.Dispose();
            throw new CausalLoomException($"{_path} is not a sound safetensors file: "
                + $"{(e is FormatException ? e.Message : "its header cannot be read")}. Download it again.", e);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    private enum Format
    {
        F32,
        F16,
        BF16,
        Other,
    }

    /// <summary>Whether there is a tensor of that name.</summary>
    internal bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>A tensor's shape, or null where there is none of that name.</summary>
    internal IReadOnlyList<int>? ShapeOf(string name) => _entries.TryGetValue(name, out Entry entry) ? entry.Shape : null;

    /// <summary>Asks whether a tensor can be read, before there is a place for it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape it must have.</param>
    /// <exception cref="CausalLoomException">It is absent, or of another shape or type.</exception>
    internal void Require(string name, int[] shape) => Find(name, shape);

    /// <summary>A tensor's rows, all or some, in that order.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape it must have; vectors are read as one row.</param>
    /// <param name="rows">The rows of a matrix to read, or null for all.</param>
    /// <param name="target">Where the values go, row after row.</param>
    /// <exception cref="CausalLoomException">It is absent, or of another shape or type.</exception>
    internal void Read(string name, int[] shape, int[]? rows, Span<float> target)
    {
        Entry entry = Find(name, shape);
        int columns = shape[^1], size = entry.Format == Format.F32 ? 4 : 2;
        if (rows is null)
        {
            ReadValues(entry, entry.Begin, target);
            return;
        }

        for (int i = 0; i < rows.Length; i++)
        {
            ReadValues(entry, entry.Begin + ((long)rows[i] * columns * size), target.Slice(i * columns, columns));
        }
    }

    public void Dispose() => _file.Dispose();

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new FormatException(problem);
        }
    }

    private Entry Find(string name, int[] shape)
    {
        if (!_entries.TryGetValue(name, out Entry entry))
        {
            throw new CausalLoomException($"{_path} lacks the tensor '{name}'. The checkpoint must be of GPT-2's architecture.");
        }

        if (!entry.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new CausalLoomException($"{_path}: tensor '{name}' has shape [{CellText.List([.. entry.Shape.Select(Text)])}] where "
                + $"config.json calls for [{string.Join(", ", shape)}].");
        }

        return entry.Format != Format.Other ? entry : throw new CausalLoomException($"{_path}: tensor '{name}' is neither F32 nor F16 nor "
            + $"BF16. Save the checkpoint in one of these.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void ReadEntries(JsonNode? header)
    {
        Require(header is JsonObject, "its header is no object");
        foreach ((string name, JsonNode? node) in (JsonObject)header!)
        {
            if (name != "__metadata__")
            {
                _entries.Add(name, ReadEntry(name, node));
            }
        }

        // So that what is read is never more than the file.
        long end = _begin;
        foreach ((string name, Entry entry) in _entries.OrderBy(pair => pair.Value.Begin).ThenBy(pair => pair.Value.End))
        {
            Require(entry.Begin >= end, $"tensor {CellText.Show(name)} lies over another");
            end = entry.End;
        }
    }

    private Entry ReadEntry(string name, JsonNode? node)
    {
        long[] shape = Numbers(node, "shape"), offsets = Numbers(node, "data_offsets");
        string type = node!["dtype"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
            : string.Empty;
        Format format = type switch { "F32" => Format.F32, "F16" => Format.F16, "BF16" => Format.BF16, _ => Format.Other };
        Require(offsets.Length == 2 && offsets[0] >= 0 && offsets[0] <= offsets[1] && offsets[1] <= _file.Length - _begin,
            $"tensor {CellText.Show(name)} lies outside the file");
        Int128 size = format == Format.F32 ? 4 : 2;
        foreach (long length in shape)
        {
            Require(length is >= 0 and <= int.MaxValue, $"tensor {CellText.Show(name)} has an impossible shape");
            size *= length;
            Require(size <= long.MaxValue, $"tensor {CellText.Show(name)} has an impossible shape");
        }

        Require(format == Format.Other || size == offsets[1] - offsets[0], $"tensor {CellText.Show(name)} does not fill its place");
        return new Entry(format, [.. shape.Select(l => (int)l)], _begin + offsets[0], _begin + offsets[1]);
    }

    private static long[] Numbers(JsonNode? node, string key)
    {
        JsonArray? array = (node as JsonObject)?[key] as JsonArray;
        Require(array is not null, $"a tensor lacks its {key}");
        long[] numbers = new long[array!.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            Require(array[i] is JsonValue value && value.TryGetValue(out numbers[i]), $"a tensor's {key} is no list of whole numbers");
        }

        return numbers;
    }

    private void ReadValues(Entry entry, long from, Span<float> target)
    {
        try
        {
            _file.Position = from;
            if (entry.Format == Format.F32)
            {
                _file.ReadExactly(MemoryMarshal.AsBytes(target));
                return;
            }

            ushort[] halves = new ushort[target.Length];
            _file.ReadExactly(MemoryMarshal.AsBytes(halves.AsSpan()));
            for (int i = 0; i < halves.Length; i++)
            {
                target[i] = entry.Format == Format.F16 ? (float)BitConverter.UInt16BitsToHalf(halves[i])
                    : BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
            }
        }
        catch (IOException e)
        {
            throw InputFile.Unreadable(_path, e);
        }
    }

    private readonly record struct Entry(Format Format, int[] Shape, long Begin, long End);
}
