using System.Globalization;

namespace CausalLoom.Studies;

/// <summary>One row of results: one method for one estimand in one replicate.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Replicate">The replicate's number, from 1.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Estimand">The estimand's name.</param>
/// <param name="Estimate">The estimate; null where the method failed.</param>
/// <param name="Truth">The true effect; NaN where nobody knows it.</param>
/// <param name="TruthSe">The Monte-Carlo standard error of the true effect; 0 where it is exact.</param>
/// <param name="Seed">The study's seed.</param>
/// <param name="Failure">Why it failed; empty where it did not.</param>
public sealed record StudyRow(StudyCell Cell, int Replicate, string Method, string Estimand, StudyEstimate? Estimate, double Truth,
    double TruthSe, long Seed, string Failure)
{
    /// <summary>The first line of every file of rows.</summary>
    public const string Header =
        "cell,source,n,replicate,method,estimand,estimate,se,lower,upper,truth,truth_se,covered,seed,stream,fit,warned,failure";

    /// <summary>Which fit of the source it was drawn from, from 1; null where nothing is fitted for the study.</summary>
    public int? Fit { get; init; }

    /// <summary>The row as a line of CSV without its end. Numbers are written so that reading gives them back to the last bit.</summary>
    public string Line()
    {
        StudyEstimate e = Estimate ?? new StudyEstimate(double.NaN, double.NaN, double.NaN, double.NaN);
        string covered = !e.HasInterval || double.IsNaN(Truth) ? string.Empty : e.Lower <= Truth && Truth <= e.Upper ? "1" : "0";
        string stream = StudyStreams.Path(Cell.Source, Cell.Rows, Replicate);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Cell.Name},{Cell.Source},{Cell.Rows},{Replicate},{Method},{Estimand},"
                + $"{StudyCells.Number(e.Estimate)},{StudyCells.Number(e.Se)},{StudyCells.Number(e.Lower)},{StudyCells.Number(e.Upper)},"
                + $"{StudyCells.Number(Truth)},{StudyCells.Number(TruthSe)},{covered},{Seed},{stream},{Fit},"
                + $"{(Estimate is null ? string.Empty : e.Warned ? "1" : "0")},"
                + $"{StudyCells.Quoted(Failure)}");
    }

    /// <summary>Reads a line that <see cref="Line"/> wrote.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static StudyRow Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        string[] cells = line.Split(',', 18);
        if (cells.Length != 18)
        {
            throw new FormatException("A row has 18 cells.");
        }

        string failure = StudyCells.Unquoted(cells[17]);
        StudyEstimate? estimate = cells[6].Length == 0 ? null : new StudyEstimate(StudyCells.Value(cells[6]), StudyCells.Value(cells[7]),
            StudyCells.Value(cells[8]), StudyCells.Value(cells[9])) { Warned = cells[16] == "1" };
        StudyCell cell = new(cells[1], int.Parse(cells[2], CultureInfo.InvariantCulture));
        return new StudyRow(cell, int.Parse(cells[3], CultureInfo.InvariantCulture), cells[4], cells[5], estimate,
            StudyCells.Value(cells[10]), StudyCells.Value(cells[11]), long.Parse(cells[13], CultureInfo.InvariantCulture), failure)
        {
            Fit = cells[15].Length == 0 ? null : int.Parse(cells[15], CultureInfo.InvariantCulture),
        };
    }
}
