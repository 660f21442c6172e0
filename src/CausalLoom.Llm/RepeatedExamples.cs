using System.Text.Json;
using CausalLoom.Data;

namespace CausalLoom.Llm;

/// <summary>
/// How many rows of replies repeat an example of their request, and how many may. Where the table has few distinct rows a real row
/// repeats an example too, so the measure is what the real rows do: the share of them, drawn beside the examples, that equal one.
/// Rows are compared as they are read from a reply, so neither spaces nor the order of columns hide a repetition.
/// </summary>
internal sealed class RepeatedExamples
{
    // Chance alone: three standard deviations of a count, and two rows, so that a draw of a few rows is not judged by one.
    private const double Deviations = 3;
    private const double Spare = 2;

    private static readonly CellsComparer Comparer = new();

    private readonly ReplyCell[]?[] _pool;

    /// <summary>The rows that examples are drawn from.</summary>
    /// <param name="pool">The rows.</param>
    /// <param name="rules">How a reply's rows are read.</param>
    /// <param name="options">How many examples there are, and the margin.</param>
    public RepeatedExamples(Table pool, RowRules rules, LlmOptions options)
    {
        _pool = [.. Enumerable.Range(0, pool.Rows).Select(row => Echo(pool, row, rules))];
        Expected = Share([.. _pool.OfType<ReplyCell[]>().CountBy(cells => cells, Comparer).Select(pair => pair.Value)], pool.Rows,
            Math.Min(options.Examples, pool.Rows - 1));
        Allowed = Expected + (options.RepeatMargin * (1 - Expected));
    }

    /// <summary>The share of real rows that equal one of a request's examples.</summary>
    public double Expected { get; }

    /// <summary>The share of a reply's rows that may.</summary>
    public double Allowed { get; }

    /// <summary>How many of the rows repeat one of the examples.</summary>
    public int Count(IEnumerable<ReplyCell[]> rows, IEnumerable<int> examples)
    {
        HashSet<ReplyCell[]> shown = new(examples.Select(i => _pool[i]).OfType<ReplyCell[]>(), Comparer);
        return rows.Count(shown.Contains);
    }

    /// <summary>Whether so many of so many rows are more than chance and the margin explain.</summary>
    public bool AreTooMany(int repeated, int rows) =>
        repeated > (rows * Allowed) + (Deviations * Math.Sqrt(rows * Expected * (1 - Expected))) + Spare;

    /// <summary>The row that a reply has which gives this one back, or null where it would be refused.</summary>
    private static ReplyCell[]? Echo(Table pool, int row, RowRules rules)
    {
        using JsonDocument reply = JsonDocument.Parse(ChatPrompt.Rows(pool, [row]));
        return rules.Read(reply.RootElement.GetProperty("rows")[0], out ReplyCell[] cells) == RowFault.None ? cells : null;
    }

    /// <summary>
    /// The chance that a row equals one of so many others, all drawn without replacement: the sum over distinct rows, c times there
    /// of n, of c/n · (1 − the chance that none of the others is one of the c − 1 that are left).
    /// </summary>
    private static double Share(int[] counts, int rows, int others)
    {
        double share = 0;
        foreach (int count in counts)
        {
            double none = 1;
            for (int k = 0; k < others && none > 0; k++)
            {
                none *= Math.Max(0, rows - count - k) / (double)(rows - 1 - k);
            }

            share += (1 - none) * count / rows;
        }

        return share;
    }

    private sealed class CellsComparer : IEqualityComparer<ReplyCell[]>
    {
        public bool Equals(ReplyCell[]? x, ReplyCell[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ReplyCell[] obj)
        {
            HashCode hash = default;
            foreach (ReplyCell cell in obj)
            {
                hash.Add(cell);
            }

            return hash.ToHashCode();
        }
    }
}
