using CausalLoom.Mechanisms;
using CausalLoom.Data;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>
/// Real covariates, fitted treatment and outcome models and RealCause's three knobs: logit e′ = m + s·(logit ê − m) with m its mean over
/// the
/// real rows, and τ′ = a·[τ̄ + h·(τ̂ − τ̄)] with τ̄ the mean of τ̂. E[Y(0) | x] stays, except for an outcome with two levels where it is
/// moved as little as makes both means probabilities: τ′ holds in every row, which a cut of the means would break.
/// </summary>
/// <param name="Mechanisms">The models.</param>
/// <param name="Knobs">The knobs.</param>
public sealed record RealCauseStyle(Plasmode Mechanisms, RealCauseKnobs Knobs) : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "realcause";

    /// <summary>The default models, and knobs as fitted.</summary>
    public RealCauseStyle()
        : this(new Plasmode(), new RealCauseKnobs())
    {
    }

    /// <inheritdoc />
    public bool LearnsEffect => false;

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    public bool ForTwoArms => true;

    /// <inheritdoc />
    public IReadOnlyList<(string Role, string Name)> Parts => Mechanisms.Parts;

    /// <inheritdoc />
    public void Check()
    {
        Mechanisms.RequireRealRows();
        Mechanisms.Check();
        Knobs.Check();
    }

    /// <inheritdoc />
    public ISynthesizer Writing(IReadOnlyList<string>? columns) => this with { Mechanisms = Mechanisms with { ColumnOrder = columns } };

    /// <inheritdoc />
    IFittedSynthesizer ISynthesizer.Fit(CausalData data, FitContext context) => Fit(data, context);

    /// <summary>Fits the models and turns the knobs.</summary>
    /// <exception cref="CausalLoomException">A knob is out of range, or an effect on an outcome with two levels is beyond 1.</exception>
    public TunedSource Fit(CausalData data, FitContext context)
    {
        _ = TwoArms.Of(data, "The RealCause method");
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        Knobs.Check();
        (FittedSequential fitted, Truth real) = Mechanisms.FitOnRows(data, context);
        return TunedSource.OnRows(
            fitted, real, new RealCauseTuning(Knobs, real.Propensity[1].Average(RealCauseTuning.Score), real.Cate().Average()));
    }
}
