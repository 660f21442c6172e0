using CausalLoom.Data;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>A fitted order-agnostic autoregressive network.</summary>
internal sealed class ArgnModel : IConditionalModel
{
    private const int Block = 8192;

    internal ArgnModel(TableTokens tokens, ArgnSampler sampler, ArgnOptions options, IReadOnlyList<TrainingPoint> curve)
    {
        Tokens = tokens;
        Sampler = sampler;
        Options = options;
        TrainingCurve = curve;
    }

    public IReadOnlyList<TrainingPoint> TrainingCurve { get; }

    internal TableTokens Tokens { get; }

    internal ArgnSampler Sampler { get; }

    internal ArgnOptions Options { get; }

    public Table Sample(int rows, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);
        int[][] tokens = [.. Tokens.Columns.Select(_ => new int[rows])];
        for (int start = 0; start < rows; start += Block)
        {
            SampleBlock(tokens, start, Math.Min(Block, rows - start), stream.Child("rows").Child(start / Block));
        }

        return Tokens.Decode(tokens, stream.Child("values"));
    }

    public Table Sample(Table given, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        GivenTable known = GivenTable.Check(Tokens.Layout, given);
        double[][] numbers = [.. Tokens.Columns.Select(_ => new double[known.Rows])];
        for (int start = 0; start < known.Rows; start += Block)
        {
            int count = Math.Min(Block, known.Rows - start);
            ArgnRows rows = Rows(known, start, count);
            RandomStream block = stream.Child("given").Child(start / Block);
            Sampler.Complete(rows, 0, false, block.Child("rows"));
            for (int j = 0; j < numbers.Length; j++)
            {
                Decode(j, rows, numbers[j].AsSpan(start, count), block.Child("values").Child(j));
            }
        }

        return known.Build(numbers);
    }

    public ModelState Save() => ArgnState.Save(this);

    /// <summary>The rows of a block, what is known of them filled in.</summary>
    private ArgnRows Rows(GivenTable known, int start, int count)
    {
        ArgnRows rows = new(count, Tokens.Columns.Length);
        for (int j = 0; j < rows.Columns; j++)
        {
            rows.MayBeMissing[j] = known.MayBeMissing(j);
            for (int i = 0; i < count; i++)
            {
                if (known.IsKnown(j, start + i))
                {
                    int token = Tokens.Columns[j].Observed > 0 ? Tokens.Columns[j].TokenOf(known.Value(j, start + i)) : -1;
                    rows.Given[(i * rows.Columns) + j] = true;
                    rows.Known[(i * rows.Columns) + j] = token >= 0;
                    rows.Tokens[j][i] = Math.Max(token, 0);
                }
            }
        }

        return rows;
    }

    private void Decode(int column, ArgnRows rows, Span<double> numbers, RandomStream stream)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Tokens.Columns[column].Decode(rows.Tokens[column][i], stream);
        }
    }

    /// <summary>A block of rows, drawn in all orders in turn.</summary>
    private void SampleBlock(int[][] tokens, int start, int count, RandomStream stream)
    {
        int orders = Sampler.Orders.Count;
        for (int s = 0; s < orders && s < count; s++)
        {
            ArgnRows rows = new(((count - s - 1) / orders) + 1, tokens.Length);
            Sampler.Complete(rows, s, Options.CalibrateMargins, stream.Child(s));
            for (int j = 0; j < tokens.Length; j++)
            {
                for (int i = 0; i < rows.Count; i++)
                {
                    tokens[j][start + s + (i * orders)] = rows.Tokens[j][i];
                }
            }
        }
    }
}
