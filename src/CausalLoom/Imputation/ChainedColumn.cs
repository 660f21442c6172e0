using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Imputation;

/// <summary>A covariate as chained equations see it: its cells, those that are missing filled by other rows' cells or by numbers.</summary>
internal sealed class ChainedColumn
{
    private static readonly FeatureOptions Features = new() { MissingIndicators = false, DropFirst = true, MaxLevels = 16 };

    private const int FewValues = 20;

    private readonly FeatureEncoder _encoder;
    private Column _filled;

    internal ChainedColumn(Column source)
    {
        Source = source;
        _filled = source;
        _encoder = FeatureEncoder.Fit(new Table([source]), Features);
        Block = _encoder.Encode(new Table([source]));
        Moves = source is ContinuousColumn
            || (source is IntegerColumn whole && whole.Values.Distinct().Take(FewValues + 1).Count() > FewValues);
        Missing = [.. Enumerable.Range(0, source.Count).Where(source.IsMissing)];
    }

    /// <summary>The column as it was read.</summary>
    internal Column Source { get; }

    /// <summary>The rows whose cell is missing.</summary>
    internal int[] Missing { get; }

    /// <summary>The features of the filled column, [n, width]; numbers are standardised.</summary>
    internal Matrix Block { get; private set; }

    private bool Moves { get; }

    /// <summary>Cells of other rows of the arm, of any rows where it has none.</summary>
    internal void Start(CausalData data, RandomStream stream)
    {
        int[] seen = [.. Enumerable.Range(0, Source.Count).Where(i => !Source.IsMissing(i))];
        int[][] arms = [.. Enumerable.Range(0, data.Levels).Select(level => seen.Where(i => data.Treatment[i] == level).ToArray())];
        Fill([.. Missing.Select(i => arms[data.Treatment[i]] is { Length: > 0 } own ? own[stream.NextInt(own.Length)]
            : seen[stream.NextInt(seen.Length)])]);
    }

    /// <summary>Fills each missing cell, in the order of <see cref="Missing"/>, with the cell that another row has; numbers are
    /// moved by a shift, whole numbers of few values excepted.</summary>
    internal void Fill(int[] donors, double[]? shifts = null)
    {
        int[] rows = [.. Enumerable.Range(0, Source.Count)];
        for (int k = 0; k < Missing.Length; k++)
        {
            rows[Missing[k]] = donors[k];
        }

        _filled = Source.Take(rows);
        if (shifts is not null && Moves)
        {
            double[] values = _filled.ToNumbers();
            for (int k = 0; k < Missing.Length; k++)
            {
                values[Missing[k]] += shifts[k];
            }

            _filled = _filled is ContinuousColumn real ? new ContinuousColumn(Source.Name, values, real.Decimals)
                : new IntegerColumn(Source.Name, [.. values.Select(v => (long)Math.Round(v))]);
        }

        Block = _encoder.Encode(new Table([_filled]));
    }

    /// <summary>The column without missing cells.</summary>
    internal Column Completed() => _filled;
}
