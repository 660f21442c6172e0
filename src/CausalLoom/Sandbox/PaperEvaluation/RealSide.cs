using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Support;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>The real rows, measured once, and what each draw is beside them.</summary>
internal sealed class RealSide
{
    private readonly ISandboxModel _model;
    private readonly CausalData _data;
    private readonly PaperEvaluationOptions _options;
    private readonly Table _real;
    private readonly SymmetricUncertainty _uncertainty;
    private readonly double[] _neighbours;
    private readonly ConditionalDiscrepancy _discrepancy;
    private readonly DistanceRows _distances;
    private readonly BaselineDistance _baseline;

    public RealSide(ISandboxModel model, CausalData data, PaperEvaluationOptions options, FitContext context)
    {
        (_model, _data, _options, _real) = (model, data, options, PaperTable.Of(data));
        _uncertainty = new SymmetricUncertainty(_real);
        int[] chosen = Choose(_real.Rows, context);
        Table few = _real.Take(chosen);
        _neighbours = NeighbourUncertainty.Pairs(few);
        _discrepancy = new ConditionalDiscrepancy(few.Without(data.TreatmentSpace.Name), Array.ConvertAll(chosen, i => data.Treatment[i]),
            options.Splits, context.Child("discrepancy"));
        _distances = new DistanceRows(few, context);
        _baseline = new BaselineDistance(few, context.Stream.Child("uniform"));
    }

    /// <summary>All figures of one draw.</summary>
    public Dictionary<string, double> Measure(FitContext context)
    {
        SandboxDraw units = _model.DrawUnits(_data.Rows, context.Stream.Child("rows"));

        // Generators draw known levels only, so the real side's codes stay as they were measured.
        (Table real, Table drawn) = TableAlignment.Align(_real, PaperTable.Of(units, _data, _model.OutcomeShape));
        int[] chosen = Choose(drawn.Rows, context);
        Table few = drawn.Take(chosen);
        Table covariates = drawn.Select(_data.Covariates.Columns.Select(c => c.Name));
        (string Key, double Value)[] figures =
        [
            .. MarginalRows.Of(real, drawn),
            ("su_similarity", _uncertainty.Similarity(drawn)),
            ("su_similarity_as_coded", SymmetricUncertainty.Similarity(_neighbours, NeighbourUncertainty.Pairs(few))),
            .. _discrepancy.Measure(few.Without(_data.TreatmentSpace.Name), Array.ConvertAll(chosen, i => units.Treatment[i]),
                context.Stream.Child("bandwidth")),
            .. _distances.Measure(few, context),
            ("dcr_baseline", _baseline.Score(few)),
            ("c2st", ClassifierTest.Boosting(real, drawn, context.Child("c2st"))),
            ("c2st_as_coded", ClassifierTest.LogisticSplit(real, drawn, context.Child("c2st as coded"))),
            .. StatedKnobs.Of(units, _model.Knobs),
            .. DecoderRows.Of(_model, units, context.Stream.Child("decoder")),
            .. OverlapRows.Of(covariates, units.Treatment, context.Child("overlap")),
        ];
        return figures.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
    }

    private int[] Choose(int rows, FitContext context) => rows <= _options.MostRows
        ? [.. Enumerable.Range(0, rows)]
        : RowSubsample.Choose(rows, _options.MostRows, context.Stream.Child("chosen"));
}
