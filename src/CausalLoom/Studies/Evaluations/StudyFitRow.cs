using System.Globalization;

namespace CausalLoom.Studies.Evaluations;

/// <summary>One row of an evaluation's results: one figure of one fit.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Fit">The fit's number, from 1.</param>
/// <param name="Evaluation">The evaluation's name.</param>
/// <param name="Figure">The figure's key.</param>
/// <param name="Value">Its value; NaN where it has none.</param>
/// <param name="Sd">Its standard deviation over the evaluation's own draws or repeats; NaN where it has none.</param>
/// <param name="Seed">The study's seed.</param>
/// <param name="Skipped">Why the figure does not exist here, which is no failure; else empty.</param>
/// <param name="Failure">Why the fit or its evaluation failed; else empty.</param>
public sealed record StudyFitRow(string Source, int Fit, string Evaluation, string Figure, double Value, double Sd, long Seed,
    string Skipped, string Failure)
{
    /// <summary>The first line of every file of rows.</summary>
    public const string Header = "source,fit,evaluation,figure,value,sd,seed,stream,skipped,failure";

    /// <summary>The row as a line of CSV without its end. Numbers are written so that reading gives them back to the last bit.</summary>
    public string Line() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Source},{Fit},{Evaluation},{Figure},{StudyCells.Number(Value)},{StudyCells.Number(Sd)},{Seed},"
            + $"{StudyStreams.EvaluationPath(Source, Fit, Evaluation)},{StudyCells.Quoted(Skipped)},{StudyCells.Quoted(Failure)}");

    /// <summary>Reads a line that <see cref="Line"/> wrote.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static StudyFitRow Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        string[] cells = line.Split(',', 9);
        if (cells.Length != 9)
        {
            throw new FormatException("A row has 10 cells.");
        }

        // A skipped text may hold commas; quotes in it are doubled.
        int end = cells[8].StartsWith('"') ? StudyCells.EndOfQuoted(cells[8]) : cells[8].IndexOf(',', StringComparison.Ordinal);
        return new StudyFitRow(
            cells[0],
            int.Parse(cells[1], CultureInfo.InvariantCulture),
            cells[2],
            cells[3],
            StudyCells.Value(cells[4]),
            StudyCells.Value(cells[5]),
            long.Parse(cells[6], CultureInfo.InvariantCulture),
            StudyCells.Unquoted(cells[8][..end]),
            StudyCells.Unquoted(cells[8][(end + 1)..]));
    }
}
