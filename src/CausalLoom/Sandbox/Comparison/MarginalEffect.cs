using CausalLoom.Mechanisms;
using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>
/// The marginal average effect set exactly, in the manner of Frengression: the treated arm's means are moved by one number on the link
/// (<see cref="HybridShift"/>) until E[Y(1) − Y(0)] over the real covariates is the target. The law of Y(0), of X and of T given X stay,
/// and
/// so does, on the link, whatever the effect differs by.
/// </summary>
/// <param name="Mechanisms">The models.</param>
/// <param name="AverageEffect">The average effect wanted, in units of the outcome.</param>
public sealed record MarginalEffect(Plasmode Mechanisms, double AverageEffect) : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "marginal";

    /// <summary>The default models, and an effect that is yet to be said.</summary>
    public MarginalEffect()
        : this(new Plasmode(), double.NaN)
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
        if (double.IsNaN(AverageEffect))
        {
            throw new CausalLoomException($"‹method {Name}› needs ‹average-effect X›: what E[Y(1) − Y(0)] is to be, in units of the "
                + $"outcome.");
        }

        if (!double.IsFinite(AverageEffect))
        {
            throw new CausalLoomException(FormattableString.Invariant($"‹average-effect {AverageEffect}› is not a finite number."));
        }
    }

    /// <inheritdoc />
    public ISynthesizer Writing(IReadOnlyList<string>? columns) => this with { Mechanisms = Mechanisms with { ColumnOrder = columns } };

    /// <inheritdoc />
    IFittedSynthesizer ISynthesizer.Fit(CausalData data, FitContext context) => Fit(data, context);

    /// <summary>Fits the models and solves for the shift.</summary>
    /// <exception cref="CausalLoomException">No shift reaches the target: an outcome with two levels has no such average.</exception>
    public TunedSource Fit(CausalData data, FitContext context)
    {
        _ = TwoArms.Of(data, "The marginal knob");
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        (FittedSequential fitted, Truth real) = Mechanisms.FitOnRows(data, context);
        OutcomeShape shape = fitted.OutcomeShape;
        double wanted = real.Mu[0].Average() + AverageEffect;
        if (!double.IsFinite(AverageEffect) || (shape.IsBinary && wanted is <= 0 or >= 1))
        {
            throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture, $"No shift gives an average effect of "
                + $"{AverageEffect}: the treated would have a mean of {wanted:0.###}, and it must be between 0 and 1. Ask for another "
                + $"effect."));
        }

        double shift = HybridShift.Solve(real.Mu[1], wanted, means => means, shape, clamp: false);
        return TunedSource.OnRows(fitted, real, new MarginalTuning(AverageEffect, shift));
    }
}
