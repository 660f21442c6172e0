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
/// <param name="Target">The average effect wanted, in units of the outcome.</param>
public sealed record MarginalEffect(Plasmode Mechanisms, double Target) : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "marginal";

    /// <inheritdoc />
    public string Method => Name;

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
        double wanted = real.Mu[0].Average() + Target;
        if (!double.IsFinite(Target) || (shape.IsBinary && wanted is <= 0 or >= 1))
        {
            throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture, $"No shift gives an average effect of {Target}: the "
                + $"treated would have a mean of {wanted:0.###}, and it must be between 0 and 1. Ask for another effect."));
        }

        double shift = HybridShift.Solve(real.Mu[1], wanted, means => means, shape, clamp: false);
        return TunedSource.OnRows(fitted, real, new MarginalTuning(Target, shift));
    }
}
