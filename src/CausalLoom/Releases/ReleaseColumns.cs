using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Releases;

/// <summary>The columns that a release speaks of.</summary>
/// <param name="Treatment">The treatment.</param>
/// <param name="Levels">Its levels, reference first.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Event">Which of two outcome levels counts as 1; null where the outcome is a number.</param>
/// <param name="Covariates">The covariates that are adjusted for.</param>
public sealed record ReleaseColumns(string Treatment, IReadOnlyList<string> Levels, string Outcome, string? Event,
    IReadOnlyList<string> Covariates)
{
    /// <summary>Those of some rows.</summary>
    internal static ReleaseColumns Of(CausalData data) => new(data.TreatmentSpace.Name, data.TreatmentSpace.Levels, data.OutcomeColumn.Name,
        EventOf(data), [.. data.Covariates.Columns.Select(column => column.Name)]);

    /// <summary>Why an analysis of rows is another than that of these columns, without a full stop; null where it is the same.</summary>
    internal string? Difference(CausalData rows)
    {
        string[] covariates = [.. rows.Covariates.Columns.Select(column => column.Name)];
        string[] less = [.. Covariates.Except(covariates)], more = [.. covariates.Except(Covariates)];
        return rows.TreatmentSpace.Name != Treatment ? $"the release is of the treatment {CellText.Show(Treatment)}"
            : rows.TreatmentSpace.Levels.Count != Levels.Count || rows.TreatmentSpace.Levels.Except(Levels).Any()
                ? $"the release is of the levels {CellText.List([.. Levels.Select(level => CellText.Show(level))])}"
            : rows.OutcomeColumn.Name != Outcome ? $"the release is of the outcome {CellText.Show(Outcome)}"
            : EventOf(rows) != Event ? $"in the release {CellText.Show(Event ?? "a number")} counts as the outcome's 1"
            : less.Length > 0 ? $"covariates are left out ({CellText.List([.. less.Select(name => CellText.Show(name))])})"
            : more.Length > 0 ? $"there are other covariates ({CellText.List([.. more.Select(name => CellText.Show(name))])})"
            : rows.Given is not null ? "the rows are weighted"
            : null;
    }

    private static string? EventOf(CausalData data) => data.OutcomeColumn is BinaryColumn two ? two.Levels[1] : null;
}
