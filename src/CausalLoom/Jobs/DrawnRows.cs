using System.Text.Json.Nodes;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Rows on their way from a source to a sink, a block at a time, and their true effect: the mean of the truth's `cate`.</summary>
internal sealed class DrawnRows
{
    private double _effects;
    private long _known;

    /// <summary>How many rows were drawn.</summary>
    public int Count { get; private set; }

    /// <summary>The true average effect of the rows; null for a source without truth.</summary>
    public double? Effect => _known > 0 ? _effects / _known : null;

    /// <summary>Checks a number of rows.</summary>
    /// <exception cref="CausalLoomException">It is below one.</exception>
    public static void Check(int? rows)
    {
        if (rows < 1)
        {
            throw new CausalLoomException(FormattableString.Invariant($"‹rows {rows}› is below 1."));
        }
    }

    /// <summary>Draws rows into a sink.</summary>
    /// <param name="source">What to draw from.</param>
    /// <param name="rows">How many.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="levels">The treatment's levels.</param>
    /// <param name="sink">Where they go.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <param name="complete">Called when all rows are drawn and none can be seen yet, or null.</param>
    public static DrawnRows Draw(ICausalSource source, int rows, RandomStream stream, IReadOnlyList<string> levels, IRowSink sink,
        FitContext context, Action? complete = null)
    {
        DrawnRows drawn = new();
        sink.Take(drawn.Seen(DrawnBlocks.Of(source, rows, stream), rows, context), levels, () => complete?.Invoke());
        return drawn;
    }

    /// <summary>Adds `truth` with the number of rows and their effect, where there is one.</summary>
    public JsonObject AddTo(JsonObject result)
    {
        if (Effect is { } effect)
        {
            result["truth"] = new JsonObject { ["rows"] = _known, ["effect"] = effect };
        }

        return result;
    }

    private IEnumerable<SyntheticData> Seen(IEnumerable<SyntheticData> blocks, int rows, FitContext context)
    {
        foreach (SyntheticData block in blocks)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            yield return block;
            Count += block.Table.Rows;
            if (block.Truth is { } truth)
            {
                _effects += truth.Cate().Sum();
                _known += truth.Rows;
            }

            context.Report("Drawing rows", (double)Count / rows);
        }
    }
}
