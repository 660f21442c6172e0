using System.Text.Json.Nodes;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Rows that were drawn, a block at a time: how many, what their true effect is, and where they are kept themselves.</summary>
internal sealed class DrawnRows
{
    private readonly List<SyntheticData>? _kept;
    private readonly IReadOnlyList<string> _levels;
    private readonly double[] _effects;
    private long _known;

    private DrawnRows(bool keep, IReadOnlyList<string> levels)
    {
        (_kept, _levels) = (keep ? [] : null, levels);
        _effects = new double[Math.Max(1, levels.Count - 1)];
    }

    /// <summary>How many rows were drawn.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The true average effect of the rows, of the first level but the reference against it; null for a source without truth.
    /// </summary>
    public double? Effect => _known > 0 ? _effects[0] / _known : null;

    /// <summary>The rows.</summary>
    /// <exception cref="InvalidOperationException">They were not kept.</exception>
    public SyntheticData Rows => _kept is { } blocks ? DrawnBlocks.Join(blocks)
        : throw new InvalidOperationException("The rows went to their output and were not kept: ask for KeepsRows, or name no output.");

    /// <summary>Checks a number of rows.</summary>
    /// <exception cref="CausalLoomException">It is below one.</exception>
    public static void Check(int? rows)
    {
        if (rows < 1)
        {
            throw new CausalLoomException(FormattableString.Invariant($"‹rows {rows}› is below 1."));
        }
    }

    /// <summary>Draws rows into a sink, or to be kept where there is none.</summary>
    /// <param name="source">What to draw from.</param>
    /// <param name="rows">How many.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="facts">The treatment's levels, and how columns are written.</param>
    /// <param name="sink">Where they go, or null.</param>
    /// <param name="keep">Whether they are kept beside.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <param name="complete">Called when all rows are drawn and none can be seen yet, or null.</param>
    /// <param name="each">Sees each block, or null.</param>
    public static DrawnRows Draw(ICausalSource source, int rows, RandomStream stream, RowFacts facts, IRowSink? sink,
        bool keep, FitContext context, Action? complete = null, Action<SyntheticData>? each = null)
    {
        DrawnRows drawn = new(keep || sink is null, facts.Levels);
        IEnumerable<SyntheticData> blocks = drawn.Seen(DrawnBlocks.Of(source, rows, stream), rows, context, each);
        if (sink is not null)
        {
            sink.Take(blocks, facts with { Rows = rows }, () => complete?.Invoke());
            return drawn;
        }

        foreach (SyntheticData _ in blocks)
        {
        }

        complete?.Invoke();
        return drawn;
    }

    /// <summary>Adds `truth` with the number of rows and their effect, where there is one.</summary>
    public JsonObject AddTo(JsonObject result)
    {
        if (Effect is { } effect)
        {
            JsonObject truth = new() { ["rows"] = _known, ["effect"] = effect };
            if (_effects.Length > 1)
            {
                truth["effects"] = new JsonArray([.. _effects.Select((sum, k) => new JsonObject
                    { ["level"] = _levels[k + 1], ["reference"] = _levels[0], ["effect"] = sum / _known })]);
            }

            result["truth"] = truth;
        }

        return result;
    }

    private IEnumerable<SyntheticData> Seen(IEnumerable<SyntheticData> blocks, int rows, FitContext context,
        Action<SyntheticData>? each)
    {
        foreach (SyntheticData block in blocks)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            yield return block;
            _kept?.Add(block);
            each?.Invoke(block);
            Count += block.Table.Rows;
            if (block.Truth is { } truth)
            {
                for (int k = 0; k < _effects.Length; k++)
                {
                    _effects[k] += truth.Cate(k + 1).Sum();
                }

                _known += truth.Rows;
            }

            context.Report("Drawing rows", (double)Count / rows);
        }
    }
}
