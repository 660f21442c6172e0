namespace CausalLoom.Estimation.Average;

/// <summary>An estimate from several copies by a rule that needs no measurement of the release.</summary>
/// <param name="Estimate">The mean of the copies' estimates, nothing taken off; of ratios the geometric mean.</param>
/// <param name="Rule">Its variance, of a ratio's logarithm.</param>
/// <param name="Se">The standard error on the effect's scale.</param>
/// <param name="Lower">The lower end of the 95 % interval; NaN where the copies carry none.</param>
/// <param name="Upper">The upper end; NaN likewise.</param>
public sealed record CopyInterval(double Estimate, CopyRule Rule, double Se, double Lower, double Upper);
