using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>Tables from a sampler of tokens.</summary>
internal static class TokenTables
{
    private const int Block = 8192;

    /// <summary>Draws whole rows, in all orders in turn.</summary>
    internal static Table Sample(TableTokens tokens, ITokenSampler sampler, int rows, bool calibrated, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);
        int[][] drawn = [.. tokens.Columns.Select(_ => new int[rows])];
        for (int start = 0; start < rows; start += Block)
        {
            SampleBlock(sampler, drawn, start, Math.Min(Block, rows - start), calibrated, stream.Child("rows").Child(start / Block));
        }

        return tokens.Decode(drawn, stream.Child("values"));
    }

    /// <summary>Completes rows of which something is given (<see cref="IConditionalModel.Sample(Table, RandomStream)"/>).</summary>
    internal static Table Sample(TableTokens tokens, ITokenSampler sampler, Table given, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        GivenTable known = GivenTable.Check(tokens.Layout, given);
        double[][] numbers = [.. tokens.Columns.Select(_ => new double[known.Rows])];
        for (int start = 0; start < known.Rows; start += Block)
        {
            int count = Math.Min(Block, known.Rows - start);
            TokenRows rows = Rows(tokens, known, start, count);
            RandomStream block = stream.Child("given").Child(start / Block);
            sampler.Complete(rows, 0, false, block.Child("rows"));
            for (int j = 0; j < numbers.Length; j++)
            {
                Decode(tokens.Columns[j], rows.Tokens[j], numbers[j].AsSpan(start, count), block.Child("values").Child(j));
            }
        }

        return known.Build(numbers);
    }

    /// <summary>The rows of a block, what is known of them filled in.</summary>
    private static TokenRows Rows(TableTokens tokens, GivenTable known, int start, int count)
    {
        TokenRows rows = new(count, tokens.Columns.Length);
        for (int j = 0; j < rows.Columns; j++)
        {
            rows.MayBeMissing[j] = known.MayBeMissing(j);
            for (int i = 0; i < count; i++)
            {
                if (known.IsKnown(j, start + i))
                {
                    int token = tokens.Columns[j].Observed > 0 ? tokens.Columns[j].TokenOf(known.Value(j, start + i)) : -1;
                    rows.Given[(i * rows.Columns) + j] = true;
                    rows.Known[(i * rows.Columns) + j] = token >= 0;
                    rows.Tokens[j][i] = Math.Max(token, 0);
                }
            }
        }

        return rows;
    }

    private static void Decode(ColumnTokens column, int[] tokens, Span<double> numbers, RandomStream stream)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = column.Decode(tokens[i], stream);
        }
    }

    /// <summary>A block of rows, drawn in all orders in turn.</summary>
    private static void SampleBlock(ITokenSampler sampler, int[][] tokens, int start, int count, bool calibrated, RandomStream stream)
    {
        int orders = sampler.Orders.Count;
        for (int s = 0; s < orders && s < count; s++)
        {
            TokenRows rows = new(((count - s - 1) / orders) + 1, tokens.Length);
            sampler.Complete(rows, s, calibrated, stream.Child(s));
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
