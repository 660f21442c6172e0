namespace CausalLoom.Estimation.Average;

/// <summary>
/// What an estimator estimates: the mean outcome of a population if all had a level, for each level, with every row's influence on it.
/// A contrast of levels is arithmetic on these.
/// </summary>
/// <param name="Mean">ψ̂_w, [K], in outcome units.</param>
/// <param name="Influence">The influence of each row, mean 0: ψ̂_w − ψ_w ≈ the mean of it. [K][n].</param>
public sealed record LevelMeans(double[] Mean, double[][] Influence)
{
    /// <summary>Whether residuals in the influences were brought to size by leverages, so that no factor of few draws is due.</summary>
    internal bool Corrected { get; init; }

    /// <summary>A contrast of two levels; ratios by the delta method.</summary>
    /// <exception cref="CausalLoomException">The scale has no meaning for these means.</exception>
    public EffectScore Contrast(Contrast contrast, EffectScale scale = EffectScale.Difference)
    {
        double a = Mean[contrast.Level], b = Mean[contrast.Reference];
        double[] ofA = Influence[contrast.Level], ofB = Influence[contrast.Reference];
        (double up, double down) = Factors(contrast, scale);
        double estimate = scale switch
        {
            EffectScale.Difference => a - b,
            EffectScale.OddsRatio => a / (1 - a) / (b / (1 - b)),
            _ => a / b,
        };
        return new EffectScore(estimate, [.. ofA.Zip(ofB, (x, y) => (up * x) + (down * y))]) { Scale = scale, Corrected = Corrected };
    }

    /// <summary>∂effect/∂ψ_w of each level, [K].</summary>
    /// <exception cref="CausalLoomException">The scale has no meaning for these means.</exception>
    internal double[] Slopes(Contrast contrast, EffectScale scale)
    {
        (double up, double down) = Factors(contrast, scale);
        double[] slopes = new double[Mean.Length];
        slopes[contrast.Level] += up;
        slopes[contrast.Reference] += down;
        return slopes;
    }

    private (double Level, double Reference) Factors(Contrast contrast, EffectScale scale)
    {
        if (scale == EffectScale.Difference)
        {
            return (1, -1);
        }

        double a = Mean[contrast.Level], b = Mean[contrast.Reference];
        bool odds = scale == EffectScale.OddsRatio;
        if (!(a > 0 && b > 0) || (odds && !(a < 1 && b < 1)))
        {
            throw new CausalLoomException(FormattableString.Invariant($"The means {a:G6} and {b:G6} have no ")
                + (odds ? "odds ratio: it is of means between 0 and 1." : "ratio: it is of means above 0."));
        }

        // d log ψ = dψ/ψ, d logit ψ = dψ/(ψ(1 − ψ)).
        double estimate = odds ? a / (1 - a) / (b / (1 - b)) : a / b;
        return (estimate / (odds ? a * (1 - a) : a), -estimate / (odds ? b * (1 - b) : b));
    }

    /// <summary>One level's mean.</summary>
    public EffectScore Of(int level) => new(Mean[level], Influence[level]) { Corrected = Corrected };
}
