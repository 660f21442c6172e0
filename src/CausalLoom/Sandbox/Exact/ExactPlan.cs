using CausalLoom.Mechanisms;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Exact;

/// <summary>An exact sandbox whose mechanisms are learnt and whose generator is not yet.</summary>
public sealed class ExactPlan
{
    private readonly ExactSandbox _sandbox;
    private readonly CausalData _data;
    private readonly ExactMechanism _mechanism;

    internal ExactPlan(ExactSandbox sandbox, CausalData data, CausalData rows, ExactMechanism mechanism, CrossFittedOutcome held,
        double[] real)
    {
        (_sandbox, _data, _mechanism) = (sandbox, data, mechanism);
        OutcomeTargets[] targets = mechanism.Targets(rows.Covariates, real);
        ExactRow[] laws = mechanism.Rows(rows.Covariates, held.Mu[0], held.Mu[1], real);
        double[] gaps = [.. targets.Select((t, i) => ExactMechanism.Gap(t, held.Mu[0][i], held.Mu[1][i]))];
        Gap = ConflictGap.Of(gaps, rows.Outcome.Values, laws.Average(r => r.Feasible ? 0.0 : 1.0),
            laws.Select((r, i) => Moved(r, held.Mu[0][i], held.Mu[1][i])).Average());
        Strength = ConfounderStrength.Of(laws, mechanism.IsBinary);
    }

    /// <summary>What the request costs in fidelity.</summary>
    public ConflictGap Gap { get; }

    /// <summary>How strong the unmeasured confounder is that the request needs; null where it asks for none.</summary>
    public ConfounderStrength? Strength { get; }

    /// <summary>Trains the generator of the covariates.</summary>
    public ExactModel Fit(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ITabularModel covariates = _sandbox.Options.Generator.Fit(_data.Covariates, context.Child("covariates"));
        Table pool = covariates.Sample(_sandbox.Options.PoolRows, context.Stream.Child("pool"));

        // Generated rows are not the real ones: the share of treated is kept on what will be drawn.
        ExactMechanism mechanism = _mechanism.WithShare(pool, (double)_data.Treated / _data.Rows);
        IReadOnlyList<string> order = _sandbox.ColumnOrder ?? SequentialSynthesizer.DefaultOrder(_data);
        ExactFacts facts = new(Gap, Strength, _sandbox.Options.Proxies, _sandbox.Options.ProxyNoise, _sandbox.Options.Tilt);
        return new ExactModel(covariates, mechanism, OutcomeShape.Of(_data, []), _data.TreatmentSpace, order, facts);
    }

    private static double Moved(ExactRow row, double mu0, double mu1)
    {
        double control = Mean(row, 0), treated = Mean(row, 1);
        return 0.5 * (Math.Abs(control - mu0) + Math.Abs(treated - mu1));

        static double Mean(ExactRow row, int arm)
        {
            double share = LatentConfounder.Given(arm, row.Propensity, row.Imbalance);
            return ((1 - share) * row.Mean(arm, 0)) + (share * row.Mean(arm, 1));
        }
    }
}
