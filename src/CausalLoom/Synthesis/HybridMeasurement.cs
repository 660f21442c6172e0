using CausalLoom.Data;
using CausalLoom.Generators;

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
    private readonly double[][] _real;
    private readonly double[] _before;

    public HybridMeasurement(CausalData rows, OutcomeMechanism untargeted, OutcomeMechanism outcome, HybridTarget target, HybridShift shift)
    {
        (_rows, _outcome, _target, _shift) = (rows, outcome, target, shift);
        _real = Effects(outcome, rows.Covariates);
        double[][] before = ReferenceEquals(outcome, untargeted) ? _real : Effects(untargeted, rows.Covariates);
        _before = Array.ConvertAll(before, effects => effects.Average());
    }

    /// <summary>The report.</summary>
    public HybridReport Report(string assignment, ITabularModel generator, HybridDistances? distances, HybridSynthesizer options,
        FitContext context)
    {
        HybridCovariateTerm[]? terms = null;
        HybridCopying? copying = null;
        if (options.PoolRows > 0 && generator is not IServedModel)
        {
            Table pool = generator.Sample(options.PoolRows, context.Stream.Child("covariates"));
            double[][] effects = Effects(_outcome, pool);
            terms = [.. effects.Select((pooled, c) => HybridCovariateTerm.Of(pooled, _real[c], _target.Contrasts[c].StandardError))];
            if (distances is not null)
            {
                (copying, HybridCovariateTerm[] after) = Copying(pool, effects, terms, distances, options.DcrFilter, context.Threads);
                terms = options.DcrFilter ? after : terms;
            }
        }

        HybridContrast[] all = [.. _real.Select((real, c) => new HybridContrast(_rows.TreatmentSpace.Levels[c + 1], real.Average(),
            real.Average() - _target.Contrasts[c].Estimate, _before[c] - _target.Contrasts[c].Estimate, terms?[c]))];
        return new HybridReport(_rows.Rows, assignment, _target, options.Target, _shift, all[0].PsiReal, all[0].ContrastTerm,
            all[0].ContrastTermBefore, terms?[0], copying) { Others = all.Length == 1 ? null : all[1..] };
    }

    // Δ̂ of each level against the reference, [K − 1][n].
    private double[][] Effects(OutcomeMechanism outcome, Table covariates)
    {
        double[] reference = outcome.Means(covariates, 0);
        return [.. Enumerable.Range(1, _rows.Levels - 1).Select(level =>
            (double[])[.. outcome.Means(covariates, level).Select((m, i) => m - reference[i])])];
    }

    // Rows that the filter keeps have the law of rows drawn again until it keeps them.
    private (HybridCopying Copying, HybridCovariateTerm[] After) Copying(Table pool, double[][] effects, HybridCovariateTerm[] before,
        HybridDistances distances, bool filtered, int threads)
    {
        int queries = (int)Math.Clamp(MostPairs / _rows.Rows, 1, pool.Rows);
        double[] distance = distances.Of(pool.Take(Enumerable.Range(0, queries).ToArray()), threads);
        int[] kept = [.. Enumerable.Range(0, queries).Where(i => !distances.IsTooClose(distance[i]))];
        HybridCovariateTerm[] after = kept.Length == 0 ? before : [.. effects.Select((pooled, c) =>
            HybridCovariateTerm.Of(Array.ConvertAll(kept, i => pooled[i]), _real[c], _target.Contrasts[c].StandardError))];
        return (HybridCopying.Of(distance, distances, filtered, before[0].Estimate, after[0].Estimate), after);
    }
}
