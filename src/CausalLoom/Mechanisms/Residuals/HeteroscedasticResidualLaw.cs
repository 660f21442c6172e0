using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>
/// Y = μ + σ̂(x, w)·ε*, where ε* is drawn from the arm's standardised out-of-fold residuals, smoothed by a small Gaussian
/// kernel whose variance is taken back (docs/methods/residual-laws.md). In each arm the mean of σ̂²·Var(ε) over the training rows
/// equals the variance of the out-of-fold residuals, so synthetic outcomes spread as held-out ones did.
/// </summary>
public sealed class HeteroscedasticResidualLaw : IResidualLaw
{
    /// <summary>The kind of its saved state.</summary>
    public const string Kind = "residuals";
    private readonly SpreadModel _spread;
    private readonly double[] _scale;
    private readonly double[][] _residuals;
    private readonly double[] _least, _largest;
    private readonly double[] _bandwidth;
    private readonly OutcomeRange _range;

    private HeteroscedasticResidualLaw(SpreadModel spread, double[] scale, double[][] residuals, double[] bandwidth, OutcomeRange range)
    {
        (_spread, _scale, _residuals, _bandwidth, _range) = (spread, scale, residuals, bandwidth, range);
        (_least, _largest) = (Array.ConvertAll(residuals, r => r.Min()), Array.ConvertAll(residuals, r => r.Max()));
    }

    /// <summary>Whether one spread for each arm was found to be enough.</summary>
    public bool IsHomoscedastic => _spread.IsConstant;

    /// <summary>Learns the law.</summary>
    /// <param name="data">Data with a numeric outcome.</param>
    /// <param name="outOfFoldMeans">μ̂ of each row under its own arm, by models that did not see the row.</param>
    /// <param name="context">The context.</param>
    /// <param name="options">The options; null: the defaults.</param>
    /// <exception cref="CausalLoomException">An arm has fewer than two rows.</exception>
    public static HeteroscedasticResidualLaw Fit(CausalData data, double[] outOfFoldMeans, FitContext context,
        ResidualOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        options ??= new ResidualOptions();
        double[] residuals = ArmResiduals.Of(data, outOfFoldMeans);
        (SpreadModel spread, double[] held) = new SpreadFit(data, residuals, options, context).Run(context);
        double[] final = spread.LogVariance(data.Covariates, data.Treatment.Codes), scale = new double[data.Levels],
            bandwidth = new double[data.Levels];
        double[][] standardised = new double[data.Levels][];
        for (int arm = 0; arm < data.Levels; arm++)
        {
            int[] rows = data.Treatment.RowsOf(arm);
            standardised[arm] = Standardise(
                Thinned(rows.Select(i => residuals[i] * Math.Exp(-0.5 * held[i])).ToArray(), options.MostResiduals));
            scale[arm] = Math.Sqrt(rows.Average(i => residuals[i] * residuals[i]) / rows.Average(i => Math.Exp(final[i])));
            bandwidth[arm] = options.Smoothing * Silverman(standardised[arm]);
        }

        return new HeteroscedasticResidualLaw(spread, scale, standardised, bandwidth,
            OutcomeRange.Of(data.Outcome.Values, options.RangeMargin));
    }

    /// <inheritdoc />
    public double[] Draw(Table covariates, int[] arms, double[] means, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(stream);
        double[] sigma = Sigma(covariates, arms), outcomes = new double[means.Length];
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = _range.Clamp(means[i] + (sigma[i] * NextEpsilon(arms[i], stream)));
        }

        return outcomes;
    }

    /// <summary>Draws ε* of an arm: mean 0, variance 1.</summary>
    public double NextEpsilon(int arm, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        double resampled = _residuals[arm][stream.NextInt(_residuals[arm].Length)], h = _bandwidth[arm];
        return (resampled + (h * stream.NextNormal())) / Math.Sqrt(1 + (h * h));
    }

    /// <summary>The standardised residuals of an arm themselves, without the kernel: mean 0, variance 1.</summary>
    internal SortedResiduals Standardised(int arm) => new([.. _residuals[arm]]);

    /// <summary>Draws the potential outcomes of one arm for all rows.</summary>
    public double[] Draw(Table covariates, int arm, double[] means, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(means);
        int[] arms = new int[means.Length];
        Array.Fill(arms, arm);
        return Draw(covariates, arms, means, stream);
    }

    /// <inheritdoc />
    public double[] Means(Table covariates, int[] arms, double[] means)
    {
        ArgumentNullException.ThrowIfNull(means);
        double[] sigma = Sigma(covariates, arms);
        return [.. means.Select((mean, i) => Mean(mean, sigma[i], arms[i]))];
    }

    /// <summary>σ̂(x, w) of each row, in outcome units.</summary>
    public double[] Sigma(Table covariates, int[] arms)
    {
        ArgumentNullException.ThrowIfNull(arms);
        double[] log = _spread.LogVariance(covariates, arms);
        return [.. log.Select((v, i) => _scale[arms[i]] * Math.Exp(0.5 * v))];
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Put("spread", _spread.Save());
        StateReader.Put(state, "range", [_range.Lower, _range.Upper]);
        StateReader.Put(state, "scale", _scale);
        StateReader.Put(state, "bandwidth", _bandwidth);
        for (int arm = 0; arm < _residuals.Length; arm++)
        {
            StateReader.Put(state, $"residuals{arm}", _residuals[arm]);
        }

        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static HeteroscedasticResidualLaw Load(ModelState state)
    {
        SpreadModel spread = SpreadModel.Load(StateReader.Expect(state, Kind).Get("spread"));
        double[] range = state.Doubles("range", 2);
        double[][] residuals = [.. LevelKeys.Tensors(state, "residuals").Select(key => StateReader.Vector(state, key))];
        int levels = residuals.Length;
        return Array.TrueForAll(residuals, arm => arm.Length > 0) && range[0] <= range[1]
            ? new HeteroscedasticResidualLaw(spread, state.Doubles("scale", levels), residuals, state.Doubles("bandwidth", levels),
                new OutcomeRange(range[0], range[1]))
            : throw StateReader.Damaged("residuals0");
    }

    // The mean over the mixture of normals that Draw samples from, each clamped to the range.
    private double Mean(double mean, double sigma, int arm)
    {
        double[] residuals = _residuals[arm];
        double bandwidth = _bandwidth[arm];
        double shrink = sigma / Math.Sqrt(1 + (bandwidth * bandwidth)), sd = shrink * bandwidth;
        if (_range.Holds(mean + (shrink * _least[arm]), sd) && _range.Holds(mean + (shrink * _largest[arm]), sd))
        {
            return mean;
        }

        double sum = 0;
        foreach (double residual in residuals)
        {
            sum += _range.ClampedMean(mean + (shrink * residual), sd);
        }

        return sum / residuals.Length;
    }

    // The law is a mixture over the residuals, and so is its mean where draws are clamped: of very many, as many quantiles stand for all.
    private static double[] Thinned(double[] values, int most)
    {
        if (values.Length <= most)
        {
            return values;
        }

        Array.Sort(values);
        return [.. Enumerable.Range(0, most).Select(q => values[(int)((q + 0.5) * values.Length / most)])];
    }

    private static double[] Standardise(double[] values)
    {
        double mean = values.Average(), sd = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return Array.ConvertAll(values, v => sd > 0 ? (v - mean) / sd : 0);
    }

    // Silverman's rule for values of unit variance.
    private static double Silverman(double[] values)
    {
        double[] sorted = [.. values.Order()];
        double spread = (sorted[(int)(0.75 * (sorted.Length - 1))] - sorted[(int)(0.25 * (sorted.Length - 1))]) / 1.349;
        return 0.9 * (spread > 0 ? Math.Min(1, spread) : 1) * Math.Pow(sorted.Length, -0.2);
    }
}
