using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// Two-sample scores of generated rows, and of real rows under the request: these have real covariates, so they may not meet their own
/// copies
/// in the comparison. Half of the real rows is the reference, the other half is put under the request; so for several halves.
/// </summary>
internal sealed class FidelityVerifier
{
    private readonly ISandboxModel _model;
    private readonly CausalData _real;
    private readonly VerificationOptions _options;
    private readonly Table _all;
    private readonly string[] _names;

    public FidelityVerifier(ISandboxModel model, CausalData real, VerificationOptions options)
    {
        (_model, _real, _options) = (model, real, options);
        _all = real.Covariates.With(real.Treatment.ToColumn(), real.OutcomeColumn);
        _names = [.. _all.Columns.Select(c => c.Name)];
    }

    public FidelityCheck Check(ImpliedLaw implied, RealRegressions regressions, Table units, FitContext context)
    {
        string[] covariates = [.. _real.Covariates.Columns.Select(c => c.Name)];
        Table drawn = _model.Draw(_real.Rows, context.Stream.Child("rows")).Table.Select(covariates);
        double alone = Area(_real.Covariates, drawn, context.Child("covariates"));
        (double Generated, double Implied)[] areas = context.Child("splits").Map(_options.Splits, (_, child) =>
            Split(implied, regressions, child));
        CovariateDependence dependence = CovariateDependence.Of(_real.Covariates, units, _options);
        double all = areas.Average(s => ClassifierTest.Score(s.Generated)), most = areas.Average(s => ClassifierTest.Score(s.Implied));
        return FidelityCheck.Of(ClassifierTest.Score(alone), all, most, dependence, _options) with
            { CovariatesArea = alone, AllArea = areas.Average(s => s.Generated), ImpliedArea = areas.Average(s => s.Implied) };
    }

    private (double Generated, double Implied) Split(ImpliedLaw implied, RealRegressions regressions, FitContext context)
    {
        RandomStream stream = context.Stream;
        int[] order = stream.Child("order").Permutation(_real.Rows), reference = order[..(order.Length / 2)],
            others = order[(order.Length / 2)..];
        Table real = _all.Take(reference), drawn = _model.Draw(others.Length, stream.Child("rows")).Table.Select(_names);
        (int[] arms, double[] y) = implied.Draw(_real, regressions, stream.Child("implied"));
        double[] grid = _model.OutcomeShape.OnGrid(y, stream.Child("grid"));
        Table oracle = _real.Covariates.With(_real.TreatmentSpace.Column(arms), _model.OutcomeShape.Build(grid)).Take(others);
        return (Area(real, drawn, context.Child("generated")), Area(real, oracle, context.Child("oracle")));
    }

    private static double Area(Table real, Table other, FitContext context)
    {
        (Table left, Table right) = TableAlignment.Align(real, other);
        return ClassifierTest.BoostingArea(left, right, context);
    }
}
