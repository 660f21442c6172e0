using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neighbours;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Synthesis;

/// <summary>
/// Distances of covariate rows to the closest fitted row (<see cref="ClosestRecord"/>; docs/methods/copying.md), with quantiles of the
/// distances of rows that were kept out: how close a row is that is no copy.
/// </summary>
internal sealed class HybridDistances
{
    // Beyond that many the holdout's quantiles gain nothing.
    private const int MostHoldout = 10_000;

    // As `evaluate` encodes them: of a column of very many levels the rarer ones share a feature.
    private static readonly FeatureOptions Features = FeatureOptions.Raw with { MaxLevels = 64 };

    private readonly FeatureEncoder _encoder;
    private readonly ClosestRecord _fitted;

    private HybridDistances(FeatureEncoder encoder, ClosestRecord fitted) => (_encoder, _fitted) = (encoder, fitted);

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
        double filterQuantile = HybridSynthesizer.DefaultDcrQuantile)
    {
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(fitted, Features);
        HybridDistances bare = new(encoder, new ClosestRecord(x));
        int[] rows = [.. Enumerable.Range(0, holdout.Rows)];
        context.Stream.Child("holdout").Shuffle<int>(rows);
        double[] sorted = [.. bare.Of(holdout.Take(rows.Take(MostHoldout).ToArray()), context.Threads).Order()];
        return new HybridDistances(encoder, bare._fitted)
        {
            P01 = SortedQuantile.FromBelow(sorted, 0.01),
            P05 = SortedQuantile.FromBelow(sorted, 0.05),
            FilterQuantile = filterQuantile,
            FilterDistance = SortedQuantile.FromBelow(sorted, filterQuantile),
        };
    }

    /// <summary>The distance of each row.</summary>
    public double[] Of(Table rows, int threads = 1) => _fitted.Distances(_encoder.Encode(rows), threads);

    /// <summary>Whether a row at that distance is too close to a fitted one.</summary>
    public bool IsTooClose(double distance) => distance < FilterDistance;

    /// <summary>All that <see cref="Load"/> needs, the standardised fitted rows among it.</summary>
    public ModelState Save()
    {
        ModelState state = new("distances");
        state.Settings["encoder"] = _encoder.ToJson();
        state.Tensors["shift"] = new Tensor(_fitted.Scaling.Shift, _fitted.Scaling.Shift.Length);
        state.Tensors["scale"] = new Tensor(_fitted.Scaling.Scale, _fitted.Scaling.Scale.Length);
        state.Tensors["real"] = new Tensor(_fitted.Records.Data.ToArray(), _fitted.Records.Rows, _fitted.Records.Columns);
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
            : [HybridSynthesizer.DefaultDcrQuantile, quantiles[0]];
        Matrix x = new(rows, encoder.Width);
        for (int i = 0; i < rows; i++)
        {
            real.AsSpan(i * encoder.Width, encoder.Width).CopyTo(x.Row(i));
        }

        ColumnScaling scaling = new(state.Doubles("shift", encoder.Width), state.Doubles("scale", encoder.Width));
        return new HybridDistances(encoder, new ClosestRecord(scaling, x))
        {
            P01 = quantiles[0],
            P05 = quantiles[1],
            FilterQuantile = filter[0],
            FilterDistance = filter[1],
        };
    }
}
