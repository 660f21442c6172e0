using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neighbours;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Synthesis;

/// <summary>
/// Distances of covariate rows to the closest fitted row, numbers and dummies standardised by the fitted rows, with
/// quantiles of the distances of rows that were kept out.
/// </summary>
internal sealed class HybridDistances
{
    // Beyond that many the holdout's quantiles gain nothing.
    private const int MostHoldout = 10_000;

    // As `evaluate` measures them (docs/evaluation.md): of a column of very many levels the rarer ones share a feature.
    private static readonly FeatureOptions Features = FeatureOptions.Raw with { MaxLevels = 64 };

    private readonly FeatureEncoder _encoder;
    private readonly double[] _shift, _scale;
    private readonly Matrix _real;

    private HybridDistances(FeatureEncoder encoder, double[] shift, double[] scale, Matrix real)
    {
        (_encoder, _shift, _scale, _real) = (encoder, shift, scale, real);
    }

    /// <summary>The 1 % quantile of the holdout's distances.</summary>
    public double P01 { get; private init; }

    /// <summary>The 5 % quantile of the holdout's distances.</summary>
    public double P05 { get; private init; }

    /// <summary>The quantile of the holdout's distances below which a row is too close.</summary>
    public double FilterQuantile { get; private init; }

    /// <summary>That quantile's distance.</summary>
    public double FilterDistance { get; private init; }

    /// <summary>Learns scales from the fitted rows and quantiles from the holdout.</summary>
    public static HybridDistances Fit(Table fitted, Table holdout, FitContext context,
        double filterQuantile = HybridOptions.DefaultDcrQuantile)
    {
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(fitted, Features);
        (double[] shift, double[] scale) = Moments(x);
        Standardise(x, shift, scale);
        HybridDistances bare = new(encoder, shift, scale, x);
        int[] rows = [.. Enumerable.Range(0, holdout.Rows)];
        context.Stream.Child("holdout").Shuffle<int>(rows);
        double[] sorted = [.. bare.Of(holdout.Take(rows.Take(MostHoldout).ToArray()), context.Threads).Order()];
        return new HybridDistances(encoder, shift, scale, x)
        {
            P01 = SortedQuantile.FromBelow(sorted, 0.01),
            P05 = SortedQuantile.FromBelow(sorted, 0.05),
            FilterQuantile = filterQuantile,
            FilterDistance = SortedQuantile.FromBelow(sorted, filterQuantile),
        };
    }

    /// <summary>The distance of each row.</summary>
    public double[] Of(Table rows, int threads = 1)
    {
        Matrix x = _encoder.Encode(rows);
        Standardise(x, _shift, _scale);
        NeighbourLists found = NearestNeighbours.Find(x, _real, 1, excludeSelf: false, threads);
        return [.. Enumerable.Range(0, x.Rows).Select(i => found.Distance(i))];
    }

    /// <summary>All that <see cref="Load"/> needs, the standardised fitted rows among it.</summary>
    public ModelState Save()
    {
        ModelState state = new("distances");
        state.Settings["encoder"] = _encoder.ToJson();
        state.Tensors["shift"] = new Tensor(_shift, _shift.Length);
        state.Tensors["scale"] = new Tensor(_scale, _scale.Length);
        state.Tensors["real"] = new Tensor(_real.Data.ToArray(), _real.Rows, _real.Columns);
        state.Tensors["quantiles"] = new Tensor([P01, P05], 2);
        state.Tensors["filter"] = new Tensor([FilterQuantile, FilterDistance], 2);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    public static HybridDistances Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(state.Settings["encoder"]);
        int rows = state.Tensors.TryGetValue("real", out Tensor? saved) && saved.Shape.Length == 2 && saved.Shape[0] > 0
            ? saved.Shape[0]
            : throw new CausalLoomException("The model file is damaged: its filter has no rows. Fit the model again.");
        double[] real = state.Doubles("real", rows, encoder.Width), quantiles = state.Doubles("quantiles", 2);
        double[] filter = state.Tensors.ContainsKey("filter") ? state.Doubles("filter", 2)
            : [HybridOptions.DefaultDcrQuantile, quantiles[0]];
        Matrix x = new(rows, encoder.Width);
        for (int i = 0; i < rows; i++)
        {
            real.AsSpan(i * encoder.Width, encoder.Width).CopyTo(x.Row(i));
        }

        return new HybridDistances(encoder, state.Doubles("shift", encoder.Width), state.Doubles("scale", encoder.Width), x)
        {
            P01 = quantiles[0],
            P05 = quantiles[1],
            FilterQuantile = filter[0],
            FilterDistance = filter[1],
        };
    }

    private static (double[] Shift, double[] Scale) Moments(Matrix x)
    {
        double[] shift = new double[x.Columns], scale = new double[x.Columns];
        for (int j = 0; j < x.Columns; j++)
        {
            double[] column = x.Column(j);
            double mean = column.Average(), sd = Math.Sqrt(column.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, column.Length - 1));

            // A spread that is rounding error of the mean counts as none.
            (shift[j], scale[j]) = (mean, sd > 1e-12 * Math.Max(1, Math.Abs(mean)) ? sd : 1);
        }

        return (shift, scale);
    }

    private static void Standardise(Matrix x, double[] shift, double[] scale)
    {
        for (int i = 0; i < x.Rows; i++)
        {
            Span<double> row = x.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = (row[j] - shift[j]) / scale[j];
            }
        }
    }
}
