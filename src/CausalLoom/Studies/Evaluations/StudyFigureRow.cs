namespace CausalLoom.Studies.Evaluations;

/// <summary>One figure of one evaluation over the fits of a source.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Evaluation">The evaluation's name.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Planned">How many fits there are to be.</param>
/// <param name="Rows">The rows of the fits that are done, in their order.</param>
public sealed record StudyFigureRow(string Source, string Evaluation, StudyFigure Figure, int Planned, IReadOnlyList<StudyFitRow> Rows)
{
    /// <summary>The values of the fits that have one.</summary>
    public IReadOnlyList<double> Values { get; } = [.. Rows.Where(r => !double.IsNaN(r.Value)).Select(r => r.Value)];

    /// <summary>How many fits are evaluated, failed ones too.</summary>
    public int Done => Rows.Count;

    /// <summary>In how many of them the fit or its evaluation failed.</summary>
    public int Failures => Rows.Count(r => r.Failure.Length > 0);

    /// <summary>In how many the figure does not exist.</summary>
    public int Skipped => Rows.Count(r => r.Skipped.Length > 0);

    /// <summary>The mean over fits; NaN where no fit has a value.</summary>
    public double Mean => Performance.Bias([.. Values], 0).Value;

    /// <summary>The standard deviation over fits; NaN with fewer than two.</summary>
    public double Sd => Performance.EmpiricalSe([.. Values]).Value;

    /// <summary>The Monte-Carlo standard error of the mean: SD/√F; of a share √(p(1 − p)/F).</summary>
    public double MonteCarloSe =>
        Figure.IsCheck ? Math.Sqrt(Mean * (1 - Mean) / Values.Count) : Performance.Bias([.. Values], 0).MonteCarloSe;

    /// <summary>The smallest value; NaN where there is none.</summary>
    public double Minimum => Values.DefaultIfEmpty(double.NaN).Min();

    /// <summary>The largest value; NaN where there is none.</summary>
    public double Maximum => Values.DefaultIfEmpty(double.NaN).Max();

    /// <summary>Why, with how often, the most frequent first.</summary>
    public IReadOnlyList<(string Text, int Count)> FailureTexts => Texts(r => r.Failure);

    /// <summary>Why the figure does not exist, with how often.</summary>
    public IReadOnlyList<(string Text, int Count)> SkippedTexts => Texts(r => r.Skipped);

    private (string Text, int Count)[] Texts(Func<StudyFitRow, string> of) =>
        [.. Rows.Select(of).Where(text => text.Length > 0).GroupBy(text => text, StringComparer.Ordinal)
            .Select(g => (Text: g.Key, Count: g.Count())).OrderByDescending(f => f.Count).ThenBy(f => f.Text, StringComparer.Ordinal)];
}
