using CausalLoom.Data;
using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Evaluation;

/// <summary>The tables of one evaluation, checked and brought to the same columns, levels and arms.</summary>
/// <param name="Real">The real rows that the generator was fitted on.</param>
/// <param name="Synthetic">The synthetic rows.</param>
/// <param name="Holdout">Real rows that it has not seen, or null.</param>
/// <param name="TrueEffects">The exact effects of each level against the reference, [K − 1][row], or null.</param>
internal sealed record EvaluationInput(CausalData Real, CausalData Synthetic, CausalData? Holdout, IReadOnlyList<double[]>? TrueEffects)
{
    private const int FewestRows = 20;
    private const double Largest = 1e15;

    /// <summary>Checks and aligns.</summary>
    /// <exception cref="CausalLoomException">A table is too small, or differs in columns, arms or the kind of outcome.</exception>
    public static EvaluationInput Of(CausalData real, CausalData synthetic, CausalData? holdout,
        IReadOnlyList<double[]>? trueEffects = null)
    {
        RequireEffects(synthetic, trueEffects);
        RequireRows(real, "real");
        RequireRows(synthetic, "synthetic");
        (real, synthetic, holdout) = (Bounded(real), Bounded(synthetic), holdout is null ? null : Bounded(holdout));

        // Levels that only the synthetic or only the held-out rows have must have a code in all three tables.
        (Table x, Table s) = TableAlignment.Align(real.Covariates, synthetic.Covariates);
        if (holdout is null)
        {
            return new EvaluationInput(real.WithCovariates(x), Aligned(real, synthetic, s, "synthetic"), null, trueEffects);
        }

        (x, Table h) = TableAlignment.Align(x, holdout.Covariates);
        (x, s) = TableAlignment.Align(x, s);
        return new EvaluationInput(real.WithCovariates(x), Aligned(real, synthetic, s, "synthetic"), Aligned(real, holdout, h, "held-out"),
            trueEffects);
    }

    /// <summary>The same with at most so many rows a side.</summary>
    /// <param name="most">The most rows; rare levels keep 50 beyond it.</param>
    /// <param name="stream">Each side draws from a child of its own.</param>
    public EvaluationInput Thinned(int most, RandomStream stream)
    {
        int[]? chosen = Chosen(Synthetic, most, stream.Child("synthetic"));
        return new EvaluationInput(
            Chosen(Real, most, stream.Child("real")) is { } rows ? Real.Take(rows) : Real,
            chosen is null ? Synthetic : Synthetic.Take(chosen),
            Holdout is not null && Chosen(Holdout, most, stream.Child("holdout")) is { } held ? Holdout.Take(held) : Holdout,
            chosen is null ? TrueEffects : TrueEffects?.Select(of => Array.ConvertAll(chosen, i => of[i])).ToArray());
    }

    private static int[]? Chosen(CausalData side, int most, RandomStream stream) =>
        side.Rows <= most ? null : RowSubsample.ByLevel(side.Treatment.Codes, most, stream);

    private static void RequireRows(CausalData data, string side)
    {
        if (data.Rows < FewestRows)
        {
            throw new CausalLoomException($"There are {data.Rows} {side} rows; comparing distributions needs at least {FewestRows}.");
        }
    }

    private static void RequireEffects(CausalData synthetic, IReadOnlyList<double[]>? effects)
    {
        if (effects is not null && effects.Count != synthetic.Levels - 1)
        {
            throw new CausalLoomException($"There are true effects of {effects.Count} contrasts and {synthetic.Levels} treatment levels: "
                + $"give those of each level against the reference.");
        }

        foreach (double[] contrast in effects ?? [])
        {
            if (contrast.Length != synthetic.Rows)
            {
                throw new CausalLoomException($"There are {contrast.Length} true effects and {synthetic.Rows} synthetic rows: give one "
                    + $"effect a row, in the same order.");
            }

            if (Array.FindIndex(contrast, v => !double.IsFinite(v)) is >= 0 and int row)
            {
                throw new CausalLoomException($"The true effect of synthetic row {row + 1} is not a number.");
            }
        }
    }

    // Squares of larger numbers overflow in single precision; no measurement is that large.
    private static CausalData Bounded(CausalData data) => data.Covariates.Columns.Any(IsHuge)
        ? data.WithCovariates(new Table([.. data.Covariates.Columns.Select(column => IsHuge(column)
            ? new ContinuousColumn(column.Name, Array.ConvertAll(column.ToNumbers(), v => Math.Clamp(v, -Largest, Largest)))
            : column)]))
        : data;

    private static bool IsHuge(Column column) => column is ContinuousColumn numbers && numbers.Values.Any(v => Math.Abs(v) > Largest);

    private static CausalData Aligned(CausalData real, CausalData other, Table covariates, string side)
    {
        if (other.IsBinaryOutcome != real.IsBinaryOutcome)
        {
            string kinds = real.IsBinaryOutcome ? "two levels in the real data and not"
                : "more than two values in the real data and two levels";
            throw new CausalLoomException($"The outcome has {kinds} in the {side} data.");
        }

        if (!other.TreatmentSpace.Levels.SequenceEqual(real.TreatmentSpace.Levels))
        {
            throw new CausalLoomException($"Treatment '{real.TreatmentSpace.Name}' has arms "
                + $"{string.Join(", ", real.TreatmentSpace.Levels)} in the real data and {string.Join(", ", other.TreatmentSpace.Levels)} "
                + $"in the {side} data. Read the {side} data with the real data's schema.");
        }

        return other.WithCovariates(covariates);
    }
}
