using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Imputation;

/// <summary>Which covariates of some rows are imputed, and which cannot be.</summary>
/// <param name="Columns">Those that are, with the share of rows that lack them.</param>
/// <param name="Left">Those that stay as they are, with an indicator of missing, and why.</param>
/// <param name="Warnings">What a reader must know, a sentence each.</param>
public sealed record ImputationPlan(IReadOnlyList<(string Column, double Missing)> Columns,
    IReadOnlyList<(string Column, string Reason)> Left, IReadOnlyList<string> Warnings)
{
    // Fewer cells say nothing of how a column goes with others.
    private const int FewestSeen = 10;

    /// <summary>The plan for some rows.</summary>
    public static ImputationPlan Of(CausalData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        List<(string, double)> columns = [];
        List<(string Column, string Reason)> left = [];
        List<string> warnings = [];
        foreach (Column column in data.Covariates.Columns.Where(column => column.MissingCount > 0))
        {
            int[] seen = [.. Enumerable.Range(0, data.Rows).Where(i => !column.IsMissing(i))];
            string? reason = seen.Length < FewestSeen ? FormattableString.Invariant($"it is seen in {seen.Length} rows only")
                : seen.All(i => column.TextAt(i) == column.TextAt(seen[0]))
                    ? $"all cells that are seen are {CellText.Show(column.TextAt(seen[0]))}" : null;
            if (reason is not null)
            {
                left.Add((column.Name, reason));
                warnings.Add($"{CellText.Show(column.Name)} is not imputed: {reason}. That it is missing is adjusted for, no more.");
                continue;
            }

            columns.Add((column.Name, (double)column.MissingCount / data.Rows));
            for (int level = 0; level < data.Levels; level++)
            {
                if (!seen.Any(i => data.Treatment[i] == level))
                {
                    warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{CellText.Show(column.Name)} is never seen where ")
                        + $"{CellText.Show(data.TreatmentSpace.Name)} is {CellText.Show(data.TreatmentSpace.Levels[level])}: it is imputed "
                        + "there by what the other arms say of it, which no row can confirm.");
                }
            }
        }

        return new ImputationPlan(columns, left, warnings);
    }
}
