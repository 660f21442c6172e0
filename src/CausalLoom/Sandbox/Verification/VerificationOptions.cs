namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// How a sandbox is put to the test, and what passes. Margins are on quantities from which Monte-Carlo noise has been taken.
/// </summary>
public sealed record VerificationOptions
{
    /// <summary>Fresh units.</summary>
    public int Units { get; init; } = 20_000;

    /// <summary>Draws of both potential outcomes of every unit as a member of either arm; with the units, at least 10⁶ in all.</summary>
    public int DrawsEach { get; init; } = 200;

    /// <summary>
    /// The most cells, rows times columns, of fresh units; but never fewer than 5,000 units. Classifiers of wide tables take long.
    /// </summary>
    public int MostCells { get; init; } = 2_000_000;

    /// <summary>Bins of a knob's values; fewer where it takes fewer.</summary>
    public int Bins { get; init; } = 20;

    /// <summary>How far the calibration slope of τ, κ₀ or κ₁ may be from 1.</summary>
    public double Slope { get; init; } = 0.05;

    /// <summary>The least correlation of delivered with asked.</summary>
    public double Correlation { get; init; } = 0.95;

    /// <summary>The least skill.</summary>
    public double Skill { get; init; } = 0.8;

    /// <summary>
    /// What the mean of a knob may be off, in standard deviations of the outcome; of one that is asked to be 0 there is no more to say.
    /// </summary>
    public double Zero { get; init; } = 0.01;

    /// <summary>What a knob may be off in a bin of what was asked, in standard deviations of the outcome.</summary>
    public double Bin { get; init; } = 0.02;

    /// <summary>What a knob may be off row by row, as a root mean square in standard deviations of the outcome.</summary>
    public double Hidden { get; init; } = 0.04;

    /// <summary>What realised log odds of treatment may be off the request in a bin.</summary>
    public double LogOdds { get; init; } = 0.1;

    /// <summary>How far the calibration slope of the log odds may be from 1.</summary>
    public double OverlapSlope { get; init; } = 0.1;

    /// <summary>
    /// What the area under the curve of a boosted classifier of treatment may exceed that of the requested propensity by.
    /// </summary>
    public double Area { get; init; } = 0.02;

    /// <summary>What correlations of a covariate with outcome or treatment may be off those that the request implies.</summary>
    public double Association { get; init; } = 0.05;

    /// <summary>The share of κ that may be left between units of the same x and u.</summary>
    public double Unexplained { get; init; } = 0.1;

    /// <summary>What the difference of P(U = 1) between the arms, as recorded, may be off that of draws.</summary>
    public double Tied { get; init; } = 0.03;

    /// <summary>What the correlation of a covariate with U may be beyond its standard errors.</summary>
    public double Told { get; init; } = 0.02;

    /// <summary>The least boosted two-sample score of the covariates, 1 − 2·|AUC − ½|.</summary>
    public double Covariates { get; init; } = 0.7;

    /// <summary>What that score on all columns may be below that of real rows under the request.</summary>
    public double AllColumns { get; init; } = 0.1;

    /// <summary>What a correlation between two covariates may be off the real one, beyond the noise of both sides.</summary>
    public double Dependence { get; init; } = 0.05;

    /// <summary>How many random halves of the real rows the scores of all columns are averaged over.</summary>
    public int Splits { get; init; } = 6;

    /// <summary>How many standard errors are allowed for beside a margin.</summary>
    public double Errors { get; init; } = 2.5;

    /// <summary>The false-alarm rate of the tests of exchangeable rows and independent replicates, all columns together.</summary>
    public double FalseAlarm { get; init; } = 0.001;
}
