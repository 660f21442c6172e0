using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Exact;

/// <summary>
/// Data whose overlap, effect and unmeasured confounding are as asked, by construction and without penalties (docs/methods/sandbox.md): a
/// generator learns X; T given X follows the normalised log α; the four means E[Y(s) | x, T = t] follow from τ, κ₀ and κ₁ and stay as near
/// to the real arm regressions as these allow; κ is the work of a latent confounder U; numeric outcomes keep the real noise. Not in the
/// paper or its code: our derivation.
/// </summary>
/// <param name="Knobs">What is asked.</param>
/// <param name="Options">The options.</param>
/// <param name="ColumnOrder">The order of the columns it writes, or null for covariates, treatment, outcome.</param>
public sealed record ExactSandbox(SandboxKnobs Knobs, ExactOptions Options, IReadOnlyList<string>? ColumnOrder = null) : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "sandbox";

    /// <inheritdoc />
    public bool LearnsEffect => false;

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    public bool ForTwoArms => true;

    /// <inheritdoc />
    public IFittedSynthesizer Fit(CausalData data, FitContext context) => Plan(TwoArms.Of(data, Magnitude.Sandbox), context).Fit(context);

    /// <summary>Learns the mechanisms, which is quick, and says what the request costs before the generator is trained.</summary>
    /// <exception cref="CausalLoomException">A knob cannot be worked out, or an option is out of range.</exception>
    public ExactPlan Plan(TwoArms arms, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(arms);
        ArgumentNullException.ThrowIfNull(context);
        CausalData data = arms.Data;
        bool confounded = Check(data.Covariates);
        CausalData rows = MechanismRows.ForPropensity(data, context.Stream.Child("rows"));
        context.Report("Learning the real mechanisms", 0);
        CrossFittedBinaryPropensity real = Options.Propensity.CrossFit(rows.Covariates, rows.Treatment.Codes, context.Child("treatment"));
        (IOutcomeModel mu, CrossFittedOutcome held) = RealOutcome.Fit(Options.Outcome, rows, Options.Folds, context);
        double[] own = held.Own(rows.Treatment);
        bool binary = rows.IsBinaryOutcome;
        HeteroscedasticResidualLaw? law = binary || !Options.Noise ? null
            : HeteroscedasticResidualLaw.Fit(rows, own, context.Child("noise"), new ResidualOptions
                { RangeMargin = double.PositiveInfinity });
        ExactMechanism mechanism = new(
            Knobs,
            mu,
            real.Model,
            0,
            [Variance(rows, own, 0), Variance(rows, own, 1)],
            law,
            binary,
            confounded ? Options.Imbalance : 0)
        {
            Tilt = Options.Tilt,
            Range = Options.WithinRange && !binary ? OutcomeRange.Of(data.Outcome.Values, 0) : null,
        };
        mechanism = mechanism.WithShare(rows.Covariates, (double)data.Treated / data.Rows);
        return new ExactPlan(this, data, rows, mechanism, held, real.OutOfFold);
    }

    private bool Check(Table x)
    {
        Require(Options.Imbalance is > 0 and <= 0.5, "‹u-imbalance› must be above 0 and at most 0.5.");
        Require(Options.Tilt is >= 0 and <= 1, "‹tilt› must be from 0 to 1.");
        Require(Options.Proxies is >= 0 and <= 100, "‹proxies› must be from 0 to 100.");
        Require(Options.ProxyNoise is > 0 and < 1e6, "‹proxy-noise› must be above 0.");

        // κ is a function: where it is 0 on all real rows it need not be on generated ones. Only the number 0 needs no U.
        _ = (Knobs.Kappa0.Checked("kappa0", x), Knobs.Kappa1.Checked("kappa1", x));
        bool confounded = !Knob.IsZero(Knobs.Kappa0) || !Knob.IsZero(Knobs.Kappa1);
        Require(confounded || Options.Proxies == 0,
            "‹proxies›: there is no unmeasured confounder to have proxies of, as kappa0 and kappa1 are 0.");
        string? taken = Enumerable.Range(1, Options.Proxies).Select(ExactModel.ProxyName).FirstOrDefault(x.Contains);
        Require(taken is null, $"The data have a column '{taken}', which is the name of a proxy of the unmeasured confounder: rename it.");
        return confounded;
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new CausalLoomException(message);
        }
    }

    // Of an arm's residuals; a floor, as an arm whose outcomes are all the same would count for everything.
    private static double Variance(CausalData rows, double[] own, int arm)
    {
        double[] squares = [.. Enumerable.Range(0, rows.Rows).Where(i => rows.Treatment[i] == arm)
            .Select(i => (rows.Outcome[i] - own[i]) * (rows.Outcome[i] - own[i]))];
        double mean = rows.Outcome.Average(), total = rows.Outcome.Average(y => (y - mean) * (y - mean));
        return Math.Max(squares.Average(), total > 0 ? 1e-6 * total : 1);
    }
}
