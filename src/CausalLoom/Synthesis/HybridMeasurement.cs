using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Server;

namespace CausalLoom.Synthesis;

/// <summary>
/// What there is to say about a fit: the contrast term on real rows, the covariate term on generated ones, and how close those come to real
/// rows.
/// </summary>
internal sealed class HybridMeasurement
{
    // Queries times fitted rows: what an exact search for neighbours does within seconds.
    private const long MostPairs = 400_000_000;

    private readonly CausalData _rows;
    private readonly OutcomeMechanism _outcome;
    private readonly HybridTarget _target;
    private readonly HybridShift _shift;
    private readonly double[] _real;
    private readonly double _before;

    public HybridMeasurement(CausalData rows, OutcomeMechanism untargeted, OutcomeMechanism outcome, HybridTarget target, HybridShift shift)
    {
        (_rows, _outcome, _target, _shift) = (rows, outcome, target, shift);
        _real = Effects(outcome, rows.Covariates);
        _before = ReferenceEquals(outcome, untargeted) ? _real.Average() : Effects(untargeted, rows.Covariates).Average();
    }

    /// <summary>The report.</summary>
    public HybridReport Report(string assignment, ITabularModel generator, HybridDistances? distances, HybridOptions options,
        FitContext context)
    {
        HybridCovariateTerm? term = null;
        HybridCopying? copying = null;
        if (options.PoolRows > 0 && generator is not IServedModel)
        {
            Table pool = generator.Sample(options.PoolRows, context.Stream.Child("covariates"));
            double[] effects = Effects(_outcome, pool);
            term = HybridCovariateTerm.Of(effects, _real, _target.StandardError);
            if (distances is not null)
            {
                (copying, HybridCovariateTerm after) = Copying(pool, effects, term, distances, options.DcrFilter, context.Threads);
                term = options.DcrFilter ? after : term;
            }
        }

        double psi = _real.Average();
        bool targeted = options.Target;
        return new HybridReport(_rows.Rows, assignment, _target, targeted, _shift, psi, psi - _target.Estimate, _before - _target.Estimate,
            term, copying);
    }

    private static double[] Effects(OutcomeMechanism outcome, Table covariates)
    {
        double[] treated = outcome.Means(covariates, 1), control = outcome.Means(covariates, 0);
        return [.. treated.Select((m, i) => m - control[i])];
    }

    // Rows that the filter keeps have the law of rows drawn again until it keeps them.
    private (HybridCopying Copying, HybridCovariateTerm After) Copying(
        Table pool, double[] effects, HybridCovariateTerm before, HybridDistances distances, bool filtered, int threads)
    {
        int queries = (int)Math.Clamp(MostPairs / _rows.Rows, 1, pool.Rows);
        double[] distance = distances.Of(pool.Take(Enumerable.Range(0, queries).ToArray()), threads);
        double[] kept = [.. Enumerable.Range(0, queries).Where(i => !distances.IsTooClose(distance[i])).Select(i => effects[i])];
        HybridCovariateTerm after = kept.Length == 0 ? before : HybridCovariateTerm.Of(kept, _real, _target.StandardError);
        return (HybridCopying.Of(distance, distances, filtered, before.Estimate, after.Estimate), after);
    }
}
