using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// TMLE's step: μ*_w = low + R expit(q_w + ε_w H_w), with q the logit of μ scaled to [0, 1] and ε_w the root of
/// Σ v H (y − μ*) over the rows of level w. Weighted, H = 1 and v = s b_w; otherwise H = b_w and v = s.
/// </summary>
internal sealed class Fluctuation
{
    private const int MaxSteps = 100;
    private readonly ScoreInput _input;
    private readonly Population _population;
    private readonly TmleOptions _options;
    private readonly double _low, _range;
    private readonly double[] _y;
    private readonly double[][] _offsets;
    private double[] _epsilon = [];

    private Fluctuation(ScoreInput input, Population population, TmleOptions options, double low, double high)
    {
        (_input, _population, _options, _low, _range) = (input, population, options, low, high - low);
        _y = Array.ConvertAll(input.Outcome, v => (v - low) / (high - low));
        _offsets = [.. input.Mu.Select(mu => Array.ConvertAll(mu, m => LogisticRegression.Logit(Bounded((m - low) / (high - low)))))];
    }

    private bool Weighs => _options.Weighted && !_options.SingleFluctuation;

    /// <summary>Fluctuates.</summary>
    /// <exception cref="CausalLoomException">The outcome is constant, or one fluctuation is asked for more than two levels.</exception>
    internal static Fluctuation Of(ScoreInput input, Population population, TmleOptions options)
    {
        (double low, double high) = options.Range ?? (input.Outcome.Min(), input.Outcome.Max());
        if (!(high > low))
        {
            throw new CausalLoomException("The outcome is the same in all rows: there is no effect to estimate.");
        }

        if (options.SingleFluctuation && input.Levels > 2)
        {
            throw new CausalLoomException($"One fluctuation for both arms is for two arms, and the treatment has {input.Levels} levels: "
                + $"leave tmle out of the ‹estimators›, or leave the ‹preset› out.");
        }

        Fluctuation step = new(input, population, options, low, high);
        step._epsilon = options.SingleFluctuation ? step.Single()
            : [.. Enumerable.Range(0, input.Levels).Select(level => step.Solve(step.RowsOf(level),
                i => step._offsets[level][i], i => step.Covariate(i, level), i => step.Weight(i, level)))];
        return step;
    }

    /// <summary>μ*, [K][n].</summary>
    internal double[][] Means() => [.. _offsets.Select((offset, level) => (double[])[.. offset.Select((_, i) => _low + (_range * Share(i,
        level)))])];

    /// <summary>
    /// What ε's own estimation adds to influences, and how the level means move with the nuisances before the step, by the chain rule and
    /// the rule of implicit functions.
    /// </summary>
    /// <param name="given">The level means with μ* as given.</param>
    /// <param name="after">How they move with μ* and g.</param>
    internal (LevelMeans Own, NuisanceSlopes Before) Before(LevelMeans given, NuisanceSlopes after)
    {
        (int n, int levels) = (_input.Rows, _input.Levels);
        double[][] influence = [.. given.Influence.Select(of => (double[])of.Clone())], means = [.. influence.Select(_ => new double[n])],
            outcomes = [.. after.Outcomes!.Select(of => (double[])of.Clone())];
        double[][][] logits = [.. after.Logits.Select(of => (double[][])[.. of.Select(l => (double[])l.Clone())])];
        for (int level = 0; level < levels; level++)
        {
            double gain = 0, curvature = 0;
            for (int i = 0; i < n; i++)
            {
                double h = Covariate(i, level), bend = Bend(i, level);
                gain += after.Means![level][i] * _range * bend * h;
                curvature += _input.Treatment[i] == level ? Weight(i, level) * h * h * bend : 0;
            }

            // ∂ψ/∂ε over the curvature: what a unit of the step's equation is worth.
            double worth = curvature > 0 ? gain / curvature : 0;
            for (int i = 0; i < n; i++)
            {
                double own = _input.Treatment[i] == level ? 1 : 0, h = Covariate(i, level), bend = Bend(i, level);
                double left = _y[i] - Share(i, level), weight = own * Weight(i, level), direct = after.Means![level][i] * _range * bend;
                influence[level][i] += n * worth * weight * h * left;
                outcomes[level][i] += worth * weight * h / _range;
                means[level][i] = (direct - (worth * weight * h * bend)) * OffsetSlope(i, level);
                double alongBalance = Weighs ? worth * own * _input.Weights[i] * left
                    : (direct * _epsilon[level]) + (worth * weight * (left - (h * _epsilon[level] * bend)));
                for (int l = 0; l < logits[level].Length; l++)
                {
                    logits[level][l][i] += alongBalance * _population.BalancingSlope(_input.Propensity, i, level, l + 1);
                }
            }
        }

        return (given with { Influence = influence }, new NuisanceSlopes(means, logits) { Outcomes = outcomes });
    }

    private double Covariate(int row, int level) => Weighs ? 1 : _population.Balancing(_input.Propensity, row, level);

    private double Weight(int row, int level) =>
        _input.Weights[row] * (Weighs ? _population.Balancing(_input.Propensity, row, level) : 1);

    // μ* scaled to [0, 1].
    private double Share(int row, int level) =>
        LogisticRegression.Sigmoid(_offsets[level][row] + (_epsilon[level] * Covariate(row, level)));

    private double Bend(int row, int level) => Share(row, level) is var p ? p * (1 - p) : 0;

    // dq/dμ; 0 at the bounds.
    private double OffsetSlope(int row, int level)
    {
        double share = (_input.Mu[level][row] - _low) / _range;
        return share == Bounded(share) ? 1 / (_range * share * (1 - share)) : 0;
    }

    private double Bounded(double share) => Math.Clamp(share, _options.Bound, 1 - _options.Bound);

    private int[] RowsOf(int level) => [.. Enumerable.Range(0, _input.Rows).Where(i => _input.Treatment[i] == level)];

    // The control arm moves against the treated one.
    private double[] Single()
    {
        double epsilon = Solve([.. Enumerable.Range(0, _input.Rows)], i => _offsets[_input.Treatment[i]][i], i =>
            (_input.Treatment[i] == 1 ? 1 : -1) * _population.Balancing(_input.Propensity, i, _input.Treatment[i]), i => _input.Weights[i]);
        return [-epsilon, epsilon];
    }

    // Newton's method for Σ v H (y − expit(offset + ε H)) = 0, whose left side falls in ε; halved steps keep the likelihood rising.
    private double Solve(int[] rows, Func<int, double> offset, Func<int, double> clever, Func<int, double> weight)
    {
        double epsilon = 0, best = Loss(0);
        for (int step = 0; step < MaxSteps; step++)
        {
            double gradient = 0, curvature = 0;
            foreach (int i in rows)
            {
                double h = clever(i), p = LogisticRegression.Sigmoid(offset(i) + (epsilon * h)), v = weight(i);
                gradient += v * h * (_y[i] - p);
                curvature += v * h * h * p * (1 - p);
            }

            double move = curvature > 0 ? gradient / curvature : 0;
            double moved = Loss(epsilon + move);
            while (moved > best + (1e-15 * Math.Abs(best)) && Math.Abs(move) > 1e-14)
            {
                move /= 2;
                moved = Loss(epsilon + move);
            }

            epsilon += move;
            best = Math.Min(best, moved);
            if (Math.Abs(move) <= 1e-13 * (1 + Math.Abs(epsilon)))
            {
                break;
            }
        }

        return epsilon;

        double Loss(double e) => rows.Sum(i => weight(i) * LogisticRegression.Loss(offset(i) + (e * clever(i)), _y[i]));
    }
}
