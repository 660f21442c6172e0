using CausalLoom.Numerics.Solvers;
using MathNet.Numerics.LinearAlgebra;
using Matrix = CausalLoom.Numerics.Linear.Matrix;

namespace CausalLoom.Rules;

/// <summary>
/// What a table's numbers have in common: up to three components of their normal scores. Where how ill someone is moves everything, those
/// who are worst in one respect are never among the best in another, and that is no rule. Numbers that many rows share are left out: what
/// makes them shared may be a rule itself.
/// </summary>
internal sealed class CommonFactors
{
    private const int MostColumns = 100, MostFactors = 3, FewestColumns = 3;

    // Of columns that are nearly another's copy each would explain the other.
    private const double Copy = 0.98;

    private readonly RuleColumn[] _columns;
    private readonly double[][] _scores;
    private readonly double[][] _weights;

    private CommonFactors(RuleColumn[] columns, double[][] scores, double[][] weights) =>
        (_columns, _scores, _weights) = (columns, scores, weights);

    /// <summary>The factors of the columns that no rule explains yet; none where too few columns go together.</summary>
    public static CommonFactors Of(RuleColumns columns)
    {
        RuleColumn[] used = [.. columns.OpenQuantities.Where(column => RuleCells.Shared(column) is null).Take(MostColumns)];
        int p = used.Length, rows = columns.SampleAt.Length;
        double[][] scores = [.. used.Select(column => Scores(column.Sample))];
        if (p < FewestColumns)
        {
            return new CommonFactors(used, scores, []);
        }

        Matrix<double> correlation = Matrix<double>.Build.Dense(p, p, (j, k) => j == k ? 1 : OrderSearch.Correlation(scores[j], scores[k]));
        var eigen = correlation.Evd(Symmetricity.Symmetric);

        // Larger than the largest of columns that have nothing to do with one another (Marchenko and Pastur).
        double noise = Math.Pow(1 + Math.Sqrt((double)p / rows), 2);
        double[][] weights = [.. Enumerable.Range(1, Math.Min(MostFactors, p)).Select(k => p - k)
            .Where(k => eigen.EigenValues[k].Real > noise).Select(k => eigen.EigenVectors.Column(k).ToArray())];
        return new CommonFactors(used, scores, weights);
    }

    /// <summary>
    /// The logarithm of the probability that two sets of rows do not meet if a row is in either as often as its factors say, each for
    /// itself; −∞ where there is nothing in common.
    /// </summary>
    /// <param name="a">Whether each row that is looked at first is in the one set.</param>
    /// <param name="b">Whether it is in the other.</param>
    /// <param name="one">The column that the first set is read from; the factors are those of the others.</param>
    /// <param name="other">The column that the second is read from.</param>
    /// <param name="rows">All rows.</param>
    public double LogApart(bool[] a, bool[] b, RuleColumn one, RuleColumn other, long rows)
    {
        if (Without(one, other) is not { } factors)
        {
            return double.NegativeInfinity;
        }

        double[] first = Likely(factors, [.. a.Select(row => (bool?)row)]), second = Likely(factors, [.. b.Select(row => (bool?)row)]);
        return first.Zip(second, (p, q) => Math.Log(1 - Math.Min(p * q, 1 - 1e-12))).Sum() * rows / a.Length;
    }

    /// <summary>The logarithm of the probability that two such sets of rows are the same; −∞ where there is nothing in common.</summary>
    /// <param name="set">Whether each row that is looked at first is in both of them; null where that is not known.</param>
    /// <param name="one">The column that the one set is read from.</param>
    /// <param name="other">The column that the other is read from.</param>
    /// <param name="rows">All rows.</param>
    public double LogSame(bool?[] set, RuleColumn one, RuleColumn other, long rows) => Without(one, other) is not { } factors
        ? double.NegativeInfinity
        : Likely(factors, set).Where((_, i) => set[i] is not null).Sum(p => Math.Log(1 - (2 * p * (1 - p)))) * rows / set.Length;

    // The factors, [row, factor], without what two columns have added to them; null where too little is left.
    private Matrix? Without(RuleColumn one, RuleColumn other)
    {
        bool[] left = Array.ConvertAll(_columns, column => column != one && column != other);
        foreach (RuleColumn mine in (RuleColumn[])[one, other])
        {
            int at = Array.IndexOf(_columns, mine);
            for (int j = 0; j < left.Length && at >= 0; j++)
            {
                left[j] &= Math.Abs(OrderSearch.Correlation(_scores[at], _scores[j])) < Copy;
            }
        }

        if (_weights.Length == 0 || left.Count(use => use) < FewestColumns - 1)
        {
            return null;
        }

        Matrix factors = new(_scores[0].Length, _weights.Length);
        for (int i = 0; i < factors.Rows; i++)
        {
            for (int k = 0; k < _weights.Length; k++)
            {
                double sum = 0;
                for (int j = 0; j < left.Length; j++)
                {
                    sum += left[j] ? _weights[k][j] * _scores[j][i] : 0;
                }

                factors[i, k] = sum;
            }
        }

        return factors;
    }

    private static double[] Likely(Matrix factors, bool?[] set)
    {
        LogisticOptions options = new() { L2 = 0.1, StandardisedPenalty = true };
        return LogisticRegression.Fit(factors, Array.ConvertAll(set, row => row == true ? 1.0 : 0.0), options,
            Array.ConvertAll(set, row => row is null ? 0.0 : 1.0)).Predict(factors);
    }

    // Normal scores, 0 where missing.
    private static double[] Scores(double[] values)
    {
        int[] present = [.. Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i]))];
        double[] scores = OrderSearch.Scores(Array.ConvertAll(present, i => values[i])), all = new double[values.Length];
        for (int k = 0; k < present.Length; k++)
        {
            all[present[k]] = scores[k];
        }

        return all;
    }
}
