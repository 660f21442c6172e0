using CausalLoom.Mechanisms;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Exact;

/// <summary>A fitted <see cref="ExactSandbox"/>: X, T given X, U given both, then Y(0) and Y(1) given X and U.</summary>
public sealed class ExactModel : ISandboxModel
{
    private readonly ExactMechanism _mechanism;
    private readonly IReadOnlyList<string> _order;

    internal ExactModel(ITabularModel covariates, ExactMechanism mechanism, OutcomeShape shape, TreatmentSpace space,
        IReadOnlyList<string> order, ExactFacts facts)
    {
        (Generator, _mechanism, OutcomeShape, TreatmentSpace, _order, Facts) = (covariates, mechanism, shape, space, order, facts);
    }

    /// <inheritdoc />
    public string Method => ExactSandbox.Name;

    /// <inheritdoc />
    public bool HasTruth => true;

    /// <inheritdoc />
    public TreatmentSpace TreatmentSpace { get; }

    /// <inheritdoc />
    public ITabularModel Generator { get; }

    /// <inheritdoc />
    public IReadOnlyList<TrainingPoint> TrainingCurve => Generator.TrainingCurve;

    /// <inheritdoc />
    public SandboxKnobs Knobs => _mechanism.Knobs;

    /// <inheritdoc />
    public OutcomeShape OutcomeShape { get; }

    /// <inheritdoc />
    public double? NoiseFree => _mechanism.Law is null && !OutcomeShape.IsBinary ? _mechanism.Imbalance : null;

    /// <summary>What is known of it beside its laws.</summary>
    public ExactFacts Facts { get; }

    /// <summary>The name of a proxy of U, from 1.</summary>
    public static string ProxyName(int number) => FormattableString.Invariant($"u_proxy{number}");

    /// <inheritdoc />
    public SandboxDraw DrawUnits(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Table x = Generator.Sample(rows, stream.Child("covariates"));
        ExactRow[] laws = _mechanism.Rows(x);
        double[] e = Array.ConvertAll(laws, r => r.Propensity);
        RandomStream assignment = stream.Child("treatment");
        int[] arms = Array.ConvertAll(e, p => assignment.NextBernoulli(p) ? 1 : 0);
        ArmRepair.Apply(arms, LevelPropensities.OfTwo(e));
        SandboxOutcomes outcomes = Law(laws).Draw(arms, stream.Child("outcome"));
        return new SandboxDraw(
            WithProxies(x, outcomes.U, stream.Child("proxies")),
            arms,
            outcomes,
            Array.ConvertAll(laws, r => r.Marginal(0)),
            Array.ConvertAll(laws, r => r.Marginal(1)),
            Array.ConvertAll(laws, r => r.Kappa(0)),
            Array.ConvertAll(laws, r => r.Kappa(1)),
            e,
            [.. laws.Select((r, i) => outcomes.U is { } u ? LatentConfounder.Propensity(u[i], r.Propensity, r.Imbalance) : r.Propensity)]);
    }

    /// <inheritdoc />
    public SandboxOutcomes DrawOutcomes(Table covariates, int[] arms, RandomStream stream) => Given(covariates).Draw(arms, stream);

    /// <inheritdoc />
    public ISandboxLaw Given(Table covariates)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        return Law(_mechanism.Rows(covariates));
    }

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream) =>
        SandboxTable.Of(DrawUnits(rows, stream), TreatmentSpace, OutcomeShape, Order);

    /// <inheritdoc />
    public ModelState Save() => ExactState.Save(this, _mechanism, _order);

    private IReadOnlyList<string> Order => [.. _order, .. Enumerable.Range(1, Facts.Proxies).Select(ProxyName)];

    private ExactLaw Law(ExactRow[] laws) => new(laws, _mechanism.Law, OutcomeShape, _mechanism.Imbalance > 0, _mechanism.Range);

    private Table WithProxies(Table x, int[]? u, RandomStream stream)
    {
        if (u is null || Facts.Proxies == 0)
        {
            return x;
        }

        return x.With([.. Enumerable.Range(1, Facts.Proxies).Select(k =>
        {
            RandomStream own = stream.Child(k);
            return new ContinuousColumn(ProxyName(k), Array.ConvertAll(u, v => v + (Facts.ProxyNoise * own.NextNormal())));
        })]);
    }
}
