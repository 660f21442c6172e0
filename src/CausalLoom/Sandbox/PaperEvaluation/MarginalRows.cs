using CausalLoom.Data;
using CausalLoom.Evaluation.Covariates;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>Columns one by one, and the correlation of pairs.</summary>
internal static class MarginalRows
{
    public static IEnumerable<(string Key, double Value)> Of(Table real, Table synthetic)
    {
        Table numbers = PaperTable.Numbers(real), drawn = PaperTable.Numbers(synthetic);
        bool any = numbers.Columns.Count > 0;
        (Table levels, Table drawnLevels) = PaperTable.Levels(real, synthetic);
        yield return ("wasserstein", any ? Wasserstein.Distance(numbers, drawn) : double.NaN);
        yield return ("ks_complement", any ? KolmogorovSmirnov.Complement(numbers, drawn) : double.NaN);
        yield return ("tv_complement", levels.Columns.Count > 0 ? TotalVariation.Complement(levels, drawnLevels) : double.NaN);
        yield return ("correlation_similarity", real.Columns.Count > 1 ? CorrelationSimilarity.Between(real, synthetic) : double.NaN);
        yield return ("correlation_similarity_as_coded", numbers.Columns.Count > 1 ? Rank(numbers, drawn) : double.NaN);
        yield return ("contingency_similarity", levels.Columns.Count > 1 ? Contingency(levels, drawnLevels) : double.NaN);
    }

    // Pearson's for exactly two numeric columns, else Spearman's: so the paper's code.
    private static double Rank(Table real, Table synthetic) => real.Columns.Count == 2
        ? CorrelationSimilarity.Between(real, synthetic)
        : CorrelationSimilarity.Between(Ranked(real), Ranked(synthetic));

    private static Table Ranked(Table table) => new([.. table.Columns.Select(c => new ContinuousColumn(c.Name, Ranks.Mid(c.ToNumbers())))]);

    private static double Contingency(Table real, Table synthetic)
    {
        DiscreteColumn[] a = [.. real.Columns.Cast<DiscreteColumn>()], b = [.. synthetic.Columns.Cast<DiscreteColumn>()];
        List<double> scores = [];
        for (int j = 0; j < a.Length; j++)
        {
            for (int k = 0; k < j; k++)
            {
                scores.Add(1 - TotalVariation.Between(Joint(a[j], a[k]), Joint(b[j], b[k])));
            }
        }

        return scores.Average();
    }

    private static double[] Joint(DiscreteColumn a, DiscreteColumn b)
    {
        double[] cells = new double[a.Levels.Length * b.Levels.Length];
        for (int i = 0; i < a.Count; i++)
        {
            cells[(a.Codes[i] * b.Levels.Length) + b.Codes[i]] += 1.0 / a.Count;
        }

        return cells;
    }
}
