namespace CausalLoom.Studies;

/// <summary>How one method did for one estimand in one cell.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Estimand">The estimand's name.</param>
/// <param name="Truth">The true effect, the mean over fits where each has its own; NaN where nobody knows it.</param>
/// <param name="TruthSe">Its Monte-Carlo standard error; 0 where it is exact.</param>
/// <param name="Replicates">Replicates that were run.</param>
/// <param name="Failures">In how many of them the method gave no estimate; the measures are over the others.</param>
/// <param name="FailureTexts">Why, with how often, the most frequent first.</param>
/// <param name="MeanEstimate">The mean estimate.</param>
/// <param name="Measures">The measures, by name.</param>
public sealed record StudySummaryRow(
    StudyCell Cell,
    string Method,
    string Estimand,
    double Truth,
    double TruthSe,
    int Replicates,
    int Failures,
    IReadOnlyList<(string Text, int Count)> FailureTexts,
    double MeanEstimate,
    IReadOnlyDictionary<string, Measured> Measures)
{
    /// <summary>Of how many fitted generators there are estimates; 0 where nothing is fitted for the study.</summary>
    public int Fits { get; init; }

    /// <summary>The standard deviation of the truth over fits; NaN with fewer than two.</summary>
    public double TruthSd { get; init; } = double.NaN;

    /// <summary>In how many replicates there was an estimate whose rows carried no interval; coverage is over the others.</summary>
    public int WithoutInterval { get; init; }

    /// <summary>In how many replicates the estimate came with a warning.</summary>
    public int Warned { get; init; }

    /// <summary>Replicates with an estimate.</summary>
    public int Estimates => Replicates - Failures;
}
