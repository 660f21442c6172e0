namespace CausalLoom.Estimation.Average;

/// <summary>An estimated average treatment effect and what it rests on.</summary>
/// <param name="Estimator">The estimator's name.</param>
/// <param name="Estimand">The estimand: ate, att, atc, ato.</param>
/// <param name="Estimate">The estimate, in outcome units (a risk difference where the outcome has two levels), or a ratio.</param>
/// <param name="Se">Its standard error, from the influence function.</param>
/// <param name="Lower">The lower end of the 95 % interval; NaN where the data cannot carry one.</param>
/// <param name="Upper">The upper end of the 95 % interval; NaN likewise.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="EffectiveSampleSize">Kish's (Σw)²/Σw² of the balancing weights in each of the two levels, summed over them.</param>
/// <param name="Warnings">What a reader must know, each one line; empty where all is well.</param>
/// <param name="PseudoOutcomes">Estimate plus influence of each row: the doubly robust pseudo-outcome φ of an AIPW difference.</param>
/// <param name="Propensity">The clipped out-of-fold propensity of the contrast's level, of each row.</param>
/// <param name="Clipped">In how many rows a propensity was clipped.</param>
public sealed record AverageEffect(
    string Estimator,
    string Estimand,
    double Estimate,
    double Se,
    double Lower,
    double Upper,
    int Rows,
    double EffectiveSampleSize,
    IReadOnlyList<string> Warnings,
    double[] PseudoOutcomes,
    double[] Propensity,
    int Clipped)
{
    /// <summary>Whether there is an interval.</summary>
    public bool HasInterval => double.IsFinite(Lower) && double.IsFinite(Upper);

    /// <summary>Where overlap carries no interval, bounds by the outcome's range alone; null elsewhere, and where there are none.</summary>
    public (double Lower, double Upper)? Bounds { get; init; }

    /// <summary>The level whose mean stands first.</summary>
    public string Level { get; init; } = string.Empty;

    /// <summary>The level it is held against.</summary>
    public string Reference { get; init; } = string.Empty;

    /// <summary>Difference or ratio.</summary>
    public EffectScale Scale { get; init; }

    /// <summary>Of how many divisions into folds it is the median.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>The standard deviation of the estimates in these divisions; 0 where there is one.</summary>
    public double RepeatSpread { get; init; }

    /// <summary>Level means, other scales and the unadjusted contrast; null where they were not asked for.</summary>
    public EffectFigures? Figures { get; init; }

    /// <summary>Whether residuals of fitted rows are brought to size in the standard error (<see cref="SmallSample"/>).</summary>
    public bool LeverageCorrected { get; init; }

    /// <summary>Of synthetic rows: what was allowed for between them and the population; null: nothing was.</summary>
    public SynthesisAllowance? Synthesis { get; init; }

    /// <summary>Where missing covariates were imputed: what came of Rubin's rules, of ratios on the scale of their logarithm; else
    /// null.</summary>
    public RubinPool? Imputation { get; init; }

    /// <summary>Of several copies of a release: how they were combined; null: it is of one file.</summary>
    public CopiedEffect? Copies { get; init; }

    /// <summary>∂effect/∂ψ_w of each level, [K].</summary>
    internal double[] Slopes { get; init; } = [];

    /// <summary>The 95 % interval that holds for all contrasts of the estimator at once (max-t); null where there is one alone.</summary>
    public (double Lower, double Upper)? Simultaneous { get; init; }
}
