using CausalLoom.Mechanisms;
using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// A fitted <see cref="PenaltySandbox"/>: T by its share, X given T from a variational auto-encoder, Y(0) and Y(1) given X and T. The means
/// it reports are its modules' own; what it delivers is for a verification on fresh draws to say.
/// </summary>
public sealed class PenaltyModel : ISandboxModel, IDecoderOverlap
{
    private readonly IReadOnlyList<string> _order;

    internal PenaltyModel(CausalMixModel covariates, OutcomeModule outcome, SandboxKnobs knobs, TreatmentSpace space,
        IReadOnlyList<string> order, int propensityDraws, PenaltyFacts facts)
    {
        (Covariates, Outcome, Knobs, TreatmentSpace, _order, PropensityDraws, Facts) = (covariates, outcome, knobs, space, order,
            propensityDraws, facts);
    }

    /// <inheritdoc />
    public string Method => PenaltySandbox.Name;

    /// <inheritdoc />
    public bool HasTruth => true;

    /// <inheritdoc />
    public TreatmentSpace TreatmentSpace { get; }

    /// <inheritdoc />
    public ITabularModel Generator => Covariates;

    /// <inheritdoc />
    public IReadOnlyList<TrainingPoint> TrainingCurve => Covariates.TrainingCurve;

    /// <inheritdoc />
    public SandboxKnobs Knobs { get; }

    /// <inheritdoc />
    public OutcomeShape OutcomeShape => Outcome.Shape;

    /// <summary>How training met the request.</summary>
    public PenaltyFacts Facts { get; }

    /// <summary>The order of the columns it writes.</summary>
    public IReadOnlyList<string> ColumnOrder => _order;

    internal CausalMixModel Covariates { get; }

    internal OutcomeModule Outcome { get; }

    internal int PropensityDraws { get; }

    private double Share => Covariates.Sampler.Treated!.Value;

    /// <inheritdoc />
    public SandboxDraw DrawUnits(int rows, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);
        RandomStream assignment = stream.Child("treatment");
        int[] arms = [.. Enumerable.Range(0, rows).Select(_ => assignment.NextBernoulli(Share) ? 1 : 0)];

        // Covariates are drawn for the arms as repaired, so which rows change does not matter.
        double[] share = new double[rows];
        Array.Fill(share, Share);
        ArmRepair.Apply(arms, LevelPropensities.OfTwo(share));
        (Table x, ModeSpecificRows codes) = Covariates.SampleCoded(arms, stream.Child("covariates"));
        double[][] m = Outcome.Means(x);
        double[] e = Propensity(codes, stream.Child("propensity")), known = Array.ConvertAll(e, p => double.IsNaN(p) ? Share : p);
        return new SandboxDraw(
            x,
            arms,
            new PenaltyLaw(Outcome, x).Draw(arms, stream.Child("outcome")),
            Mixed(m[0], m[2], known),
            Mixed(m[1], m[3], known),
            [.. m[2].Zip(m[0], (a, b) => a - b)],
            [.. m[3].Zip(m[1], (a, b) => a - b)],
            e,
            e);
    }

    /// <inheritdoc />
    public SandboxOutcomes DrawOutcomes(Table covariates, int[] arms, RandomStream stream) => Given(covariates).Draw(arms, stream);

    /// <inheritdoc />
    public double[] DecoderLogRatio(Table covariates, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        ArgumentNullException.ThrowIfNull(stream);
        return CausalMixRatio.AtPosteriorMean(Covariates, covariates, stream);
    }

    /// <inheritdoc />
    public ISandboxLaw Given(Table covariates)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        return new PenaltyLaw(Outcome, covariates);
    }

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream) =>
        SandboxTable.Of(DrawUnits(rows, stream), TreatmentSpace, OutcomeShape, _order);

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">A knob is code.</exception>
    public ModelState Save() => PenaltyState.Save(this);

    private static double[] Mixed(double[] control, double[] treated, double[] e) =>
        [.. e.Select((p, i) => ((1 - p) * control[i]) + (p * treated[i]))];

    /// <summary>P(T = 1 | x) by Bayes' rule from p(x | T) at the codes that x was made of; NaN where the densities are not known.</summary>
    private double[] Propensity(ModeSpecificRows codes, RandomStream stream)
    {
        double logit = LogisticRegression.Logit(Share);
        return Array.ConvertAll(CausalMixRatio.LogRatio(Covariates, codes, PropensityDraws, stream), r =>
            double.IsNaN(r) ? double.NaN : LogisticRegression.Sigmoid(logit + r));
    }
}
