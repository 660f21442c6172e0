using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Estimation.Average;

/// <summary>What an average effect rests on: overlap, weights, balance.</summary>
/// <param name="ShareInside">Share of rows in which each level's unclipped propensity is at least .05 (of two arms: in [.05, .95]).</param>
/// <param name="Lowest">The smallest unclipped propensity.</param>
/// <param name="Highest">The largest unclipped propensity.</param>
/// <param name="Clipped">In how many rows a propensity of the two levels was moved to the bounds.</param>
/// <param name="EffectiveSampleSize">Kish's (Σw)²/Σw² of the balancing weights in each arm, summed over arms.</param>
/// <param name="LargestWeightShare">The largest share that one row has of its arm's weight.</param>
/// <param name="ImbalanceBefore">The largest absolute standardised mean difference between the arms over encoded covariates.</param>
/// <param name="ImbalanceAfter">The same under the balancing weights.</param>
/// <param name="WorstCovariate">The covariate that is least balanced under the weights.</param>
public sealed record OverlapDiagnostics(
    double ShareInside,
    double Lowest,
    double Highest,
    int Clipped,
    double EffectiveSampleSize,
    double LargestWeightShare,
    double ImbalanceBefore,
    double ImbalanceAfter,
    string WorstCovariate)
{
    /// <summary>Kish's effective size of the level's rows under its balancing weights before clipping.</summary>
    public double EffectiveLevel { get; init; }

    /// <summary>That of the reference's rows.</summary>
    public double EffectiveReference { get; init; }

    /// <summary>
    /// How much of the population the level's weighted rows make up, about 1 where they can stand for it: Σ 1(W = a) s b_a / Σ s h before
    /// clipping. Half where the arms are separated: nobody stands for the other arm.
    /// </summary>
    public double CoverLevel { get; init; }

    /// <summary>That of the reference's rows.</summary>
    public double CoverReference { get; init; }

    /// <summary>
    /// What the differences that weights leave are worth by a linear model of the outcome, Σ_j Δ_j β_j, in outcome units: about what they
    /// move a weighted mean's contrast by. NaN where no such model was given.
    /// </summary>
    public double ImbalanceLeft { get; init; } = double.NaN;

    /// <summary>Measures them for two levels: where rows of both occur, and how well their weights balance them.</summary>
    /// <param name="data">The rows, and their sampling weights where they have any.</param>
    /// <param name="nuisances">Their propensities.</param>
    /// <param name="contrast">The two levels.</param>
    /// <param name="population">Whose weights.</param>
    /// <param name="z">Encoded covariates, [n, d].</param>
    /// <param name="names">Their names, [d].</param>
    /// <param name="weighing">The propensities that rows are weighted by, [K][n]; null: those of the nuisances.</param>
    /// <param name="worth">What a unit of each encoded covariate is worth in outcome units, [d]; null: it is not known.</param>
    public static OverlapDiagnostics Of(CausalData data, Nuisances nuisances, Contrast contrast, Population population, RowView z,
        IReadOnlyList<string> names, double[][]? weighing = null, double[]? worth = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(nuisances);
        ArgumentNullException.ThrowIfNull(names);
        double[] plain = data.Given ?? [.. Enumerable.Repeat(1.0, data.Rows)];
        double[][] by = weighing ?? nuisances.Propensity;
        double[] weights = new double[data.Rows];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = plain[i] * population.Balancing(by, i, data.Treatment[i]);
        }

        (double ess, double largest) = Concentration(data.Treatment.Codes, weights, contrast);
        (double[] before, double[] after, double[] left) = Imbalance(z, data.Treatment.Codes, plain, weights, contrast);
        int worst = Array.IndexOf(after, after.DefaultIfEmpty(0).Max());
        double[] level = nuisances.Unclipped[contrast.Level], reference = nuisances.Unclipped[contrast.Reference];
        bool two = nuisances.Levels == 2;
        double[][] learnt = Floored(nuisances.Unclipped);
        double[] plainly = [.. data.Treatment.Select((w, i) => plain[i] * population.Balancing(learnt, i, w))];
        double total = data.Treatment.Select((w, i) => plain[i] * population.Share(learnt, i, w)).Sum();
        return new OverlapDiagnostics(
            level.Where((g, i) => two ? g is >= 0.05 and <= 0.95 : g >= 0.05 && reference[i] >= 0.05).Count() / (double)data.Rows,
            two ? level.Min() : Math.Min(level.Min(), reference.Min()),
            two ? level.Max() : Math.Max(level.Max(), reference.Max()),
            two ? nuisances.Clipped
                : Enumerable.Range(0, data.Rows).Count(i => IsMoved(contrast.Level, i) || IsMoved(contrast.Reference, i)),
            ess,
            largest,
            before.DefaultIfEmpty(0).Max(),
            after.DefaultIfEmpty(0).Max(),
            worst < 0 ? string.Empty : names[worst])
        {
            EffectiveLevel = Effective(data.Treatment.Codes, plainly, contrast.Level),
            EffectiveReference = Effective(data.Treatment.Codes, plainly, contrast.Reference),
            CoverLevel = Sum(contrast.Level) / total,
            CoverReference = Sum(contrast.Reference) / total,
            ImbalanceLeft = worth is null ? double.NaN : worth.Zip(left, (b, d) => b * d).Sum(),
        };

        double Sum(int arm) => plainly.Where((_, i) => data.Treatment[i] == arm).Sum();

        bool IsMoved(int arm, int row) => nuisances.Propensity[arm][row] != nuisances.Unclipped[arm][row];
    }

    // A learner that is certain would divide by 0.
    private static double[][] Floored(double[][] g) => [.. g.Select(level => Array.ConvertAll(level, p => Math.Max(p, 1e-9)))];

    private static double Effective(int[] treatment, double[] weights, int arm)
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double w = treatment[i] == arm ? weights[i] : 0;
            sum += w;
            squares += w * w;
        }

        return squares > 0 ? sum * sum / squares : 0;
    }

    /// <summary>Kish's effective sample size, summed over arms, and the largest share that one row has of its arm's weight.</summary>
    internal static (double Ess, double Largest) Concentration(int[] treatment, double[] weights, Contrast contrast)
    {
        double ess = 0, largest = 0;
        foreach (int arm in new[] { contrast.Reference, contrast.Level })
        {
            double sum = 0, squares = 0, most = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                double w = treatment[i] == arm ? weights[i] : 0;
                sum += w;
                squares += w * w;
                most = Math.Max(most, w);
            }

            ess += sum * sum / squares;
            largest = Math.Max(largest, most / sum);
        }

        return (ess, largest);
    }

    // |mean₁ − mean₀| over the root of the mean of the arms' unweighted variances, so that weighting moves the numerator alone: before and
    // under balancing weights; and mean₁ − mean₀ itself under these.
    private static (double[] Before, double[] After, double[] Raw) Imbalance(RowView x, int[] treatment, double[] plain, double[] weights,
        Contrast contrast)
    {
        int d = x.Columns;
        double[][] sums = [new double[d], new double[d]], first = [new double[d], new double[d]], unit = [new double[d], new double[d]],
            squares = [new double[d], new double[d]];
        double[] total = new double[2], of = new double[2];
        int[] count = new int[2];
        RowCursor rows = x.Cursor();
        for (int i = 0; i < x.Rows; i++)
        {
            int arm = treatment[i] == contrast.Level ? 1 : 0;
            if (arm == 0 && treatment[i] != contrast.Reference)
            {
                continue;
            }

            (total[arm], of[arm]) = (total[arm] + weights[i], of[arm] + plain[i]);
            count[arm]++;
            ReadOnlySpan<double> row = rows.Row(i);
            SymmetricMatrix.Axpy(weights[i], row, sums[arm]);
            SymmetricMatrix.Axpy(plain[i], row, first[arm]);
            SymmetricMatrix.Axpy(1, row, unit[arm]);
            double[] square = squares[arm];
            for (int j = 0; j < row.Length; j++)
            {
                square[j] += row[j] * row[j];
            }
        }

        double[] before = new double[d], after = new double[d], raw = new double[d];
        for (int j = 0; j < d; j++)
        {
            double variance = 0;
            for (int arm = 0; arm < 2; arm++)
            {
                double mean = unit[arm][j] / count[arm];
                variance += 0.5 * Math.Max(0, (squares[arm][j] / count[arm]) - (mean * mean));
            }

            raw[j] = (sums[1][j] / total[1]) - (sums[0][j] / total[0]);
            double sd = Math.Sqrt(variance);
            after[j] = variance > 1e-12 ? Math.Abs(raw[j]) / sd : 0;
            before[j] = variance > 1e-12 ? Math.Abs((first[1][j] / of[1]) - (first[0][j] / of[0])) / sd : 0;
        }

        return (before, after, raw);
    }
}
