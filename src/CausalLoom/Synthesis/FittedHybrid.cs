using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>
/// X, W given X, Y given both, drawn in that order as <see cref="FittedSequential"/> draws, with the fit's report on the effect.
/// </summary>
public sealed class FittedHybrid : IConditionalSource
{
    private readonly FittedSequential _plain, _drawn;
    private readonly HybridDistances? _distances;

    internal FittedHybrid(FittedSequential plain, HybridDistances? filter, HybridReport report)
    {
        (_plain, _distances, Report) = (plain, filter, report);
        _drawn = filter is null ? plain : plain.WithCovariates(new HybridFilter(plain.Generator, filter));
    }

    /// <summary>What the fit says of itself.</summary>
    public HybridReport Report { get; }

    /// <inheritdoc />
    public string Method => HybridSynthesizer.Name;

    /// <inheritdoc />
    public TreatmentSpace TreatmentSpace => _plain.TreatmentSpace;

    /// <inheritdoc />
    public bool HasTruth => true;

    /// <inheritdoc />
    public ITabularModel Generator => _plain.Generator;

    /// <inheritdoc />
    public IReadOnlyList<TrainingPoint> TrainingCurve => _plain.TrainingCurve;

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream) => _drawn.Draw(rows, stream);

    /// <summary>Completes rows; they are not filtered by their distance, as their cells are given.</summary>
    /// <inheritdoc />
    public SyntheticData DrawGiven(Table given, RandomStream stream) => _plain.DrawGiven(given, stream);

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = _plain.Save();
        state.Settings["report"] = Report.ToJson();
        if (_distances is not null)
        {
            state.Put("filter", _distances.Save());
        }

        return state;
    }

    /// <summary>Loads a saved model.</summary>
    internal static FittedHybrid Load(ModelState state, Catalogues catalogues)
    {
        HybridReport report = HybridReport.FromJson(state.Settings["report"]);
        HybridDistances? filter = state.Settings["filter"] is not null ? HybridDistances.Load(state.Get("filter")) : null;
        return new FittedHybrid(FittedSequential.Load(state, catalogues), filter, report);
    }
}
