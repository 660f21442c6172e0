using CausalLoom.Data;

namespace CausalLoom.OverlapStudy;

/// <summary>Original rows with pool rows below them.</summary>
internal static class OutcomeRows
{
    /// <summary>One data set below another: all columns of this process are numbers or have levels 0 and 1.</summary>
    public static CausalData Below(CausalData above, CausalData below)
    {
        IEnumerable<Column> covariates = above.Covariates.Columns.Select(c => Stack(c, below.Covariates[c.Name]));
        BinaryColumn arms = new(above.TreatmentSpace.Name, [.. above.Treatment, .. below.Treatment], ["0", "1"]);
        return CausalData.From(new Table([.. covariates, arms, Levels(above.OutcomeColumn.Name, [.. above.Outcome, .. below.Outcome])]),
            arms.Name, above.OutcomeColumn.Name);
    }

    /// <summary>The same rows with another, numeric outcome.</summary>
    public static CausalData Numeric(CausalData data, double[] outcome)
    {
        BinaryColumn arms = new(data.TreatmentSpace.Name, [.. data.Treatment], ["0", "1"]);
        return CausalData.From(data.Covariates.With(arms, new ContinuousColumn(data.OutcomeColumn.Name, outcome)), arms.Name,
            data.OutcomeColumn.Name);
    }

    /// <summary>The same rows with a share of outcomes flipped.</summary>
    public static CausalData Flip(CausalData data, double share, Numerics.Random.RandomStream stream)
    {
        int[] order = [.. Enumerable.Range(0, data.Rows)];
        stream.Shuffle<int>(order);
        double[] outcome = [.. data.Outcome];
        foreach (int row in order.Take((int)Math.Round(share * data.Rows)))
        {
            outcome[row] = 1 - outcome[row];
        }

        BinaryColumn arms = new(data.TreatmentSpace.Name, [.. data.Treatment], ["0", "1"]);
        return CausalData.From(data.Covariates.With(arms, Levels(data.OutcomeColumn.Name, outcome)), arms.Name, data.OutcomeColumn.Name);
    }

    private static BinaryColumn Levels(string name, double[] values) =>
        new(name, Array.ConvertAll(values, v => v > 0.5 ? 1 : 0), ["0", "1"]);

    private static ContinuousColumn Stack(Column above, Column below) => new(above.Name, [.. above.ToNumbers(), .. below.ToNumbers()]);
}
