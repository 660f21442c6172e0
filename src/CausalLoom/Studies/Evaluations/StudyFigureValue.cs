namespace CausalLoom.Studies.Evaluations;

/// <summary>A figure of one fit.</summary>
/// <param name="Value">The value; NaN where there is none.</param>
/// <param name="Sd">Its standard deviation over the evaluation's own draws or repeats; NaN where it has none.</param>
/// <param name="Skipped">Why there is no value; null where there is one.</param>
public readonly record struct StudyFigureValue(double Value, double Sd = double.NaN, string? Skipped = null)
{
    /// <summary>The value where it is a number, else why it is none.</summary>
    public static StudyFigureValue Of(double value, string otherwise) =>
        double.IsFinite(value) ? new(value) : new(double.NaN, double.NaN, otherwise);
}
