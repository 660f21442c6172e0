using CausalLoom.Data;
using CausalLoom.Data.Formats;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Fuzz.Targets;

/// <summary>A small table of every type with a treatment `w` and an outcome `y`, in memory and in files.</summary>
internal static class FuzzTable
{
    public static Table Rows(int count)
    {
        RandomStream s = RandomStream.Of(7);
        double[] x = [.. Enumerable.Range(0, count).Select(_ => Math.Round(s.NextNormal(), 2))];
        int[] w = [.. x.Select(v => s.NextBernoulli(1 / (1 + Math.Exp(-v))) ? 1 : 0)];
        return new Table([new ContinuousColumn("x", x, 2), new IntegerColumn("k", Array.ConvertAll(x, _ => (long)s.NextInt(9))),
            new CategoricalColumn("c", Array.ConvertAll(w, _ => s.NextInt(3)), ["a", "b", "c"]), new BinaryColumn("w", w, ["0", "1"]),
            new ContinuousColumn("y", [.. x.Select((v, i) => Math.Round(v + w[i] + s.NextNormal(), 3))], 3)]);
    }

    /// <summary>A table as a file of the format that the name says.</summary>
    public static byte[] File(string name, Table table)
    {
        using MemoryStream stream = new();
        using (ITableSink sink = TableFormats.Sink(stream, name, null, table.Rows))
        {
            sink.Append(table);
            sink.Complete();
        }

        return stream.ToArray();
    }
}
