using CausalLoom.Data;
using MathNet.Numerics;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// How far correlations between generated covariates are off the real ones, beyond the noise of either side. A classifier sees the sum of
/// what
/// is off; one pair of many that lost its dependence it may not see.
/// </summary>
/// <param name="Largest">The largest difference of a pair, beyond noise; 0 where all are within it.</param>
/// <param name="Pair">Which pair that is; empty where none.</param>
public readonly record struct CovariateDependence(double Largest, string Pair)
{
    // Rarer levels say little of dependence and are many.
    private const double Rare = 0.02;
    private const int Candidates = 100;

    internal static CovariateDependence Of(Table real, Table generated, VerificationOptions options)
    {
        Variable[] variables = [.. real.Columns.SelectMany((column, k) => Variables(column, generated[column.Name], k))];
        List<(int A, int B, double Off)> pairs = [];
        for (int a = 0; a < variables.Length; a++)
        {
            for (int b = a + 1; b < variables.Length; b++)
            {
                if (variables[a].Column != variables[b].Column)
                {
                    pairs.Add((a, b, Math.Abs(variables[a].Real.With(variables[b].Real) - variables[a].Drawn.With(variables[b].Drawn))));
                }
            }
        }

        // As many differences as there are pairs: the largest by noise alone is beyond this limit once in 1/FalseAlarm sandboxes.
        double limit = Math.Sqrt(2) * SpecialFunctions.ErfInv(1 - (options.FalseAlarm / Math.Max(1, pairs.Count)));
        CovariateDependence worst = new(0, string.Empty);
        foreach ((int a, int b, _) in pairs.OrderByDescending(p => p.Off).ThenBy(p => p.A).ThenBy(p => p.B).Take(Candidates))
        {
            CorrelationEstimate seen = Correlation(variables[a].Real.Values, variables[b].Real.Values),
                drawn = Correlation(variables[a].Drawn.Values, variables[b].Drawn.Values);
            double error = Math.Sqrt((seen.NoLessThanNormal * seen.NoLessThanNormal) + (drawn.NoLessThanNormal * drawn.NoLessThanNormal));
            double off = Math.Abs(seen.Value - drawn.Value) - (limit * error);
            worst = off > worst.Largest ? new CovariateDependence(off, $"{variables[a].Name} with {variables[b].Name}") : worst;
        }

        return worst;
    }

    private static IEnumerable<Variable> Variables(Column real, Column generated, int column)
    {
        foreach ((string name, double[] values, double[]? drawn) in CovariateNumbers.Of(real, generated))
        {
            bool common = real is not CategoricalColumn || values.Count(v => v == 1) >= Rare * values.Length;
            if (common && values.Where(v => !double.IsNaN(v)).Distinct().Skip(1).Any())
            {
                yield return new Variable(column, name, Standardised.Of(values), Standardised.Of(drawn ?? new double[generated.Count]));
            }
        }
    }

    private static CorrelationEstimate Correlation(double[] x, double[] y) =>
        WeightedCorrelation.Of(x, Array.ConvertAll(y, v => double.IsNaN(v) ? 0 : v), Array.ConvertAll(y, v => double.IsNaN(v) ? 0.0 : 1));

    private sealed record Variable(int Column, string Name, Standardised Real, Standardised Drawn);

    // A variable and its scores, 0 where missing: enough to find the pairs that are worth an exact look.
    private sealed record Standardised(double[] Values, double[] Scores, int Seen)
    {
        public static Standardised Of(double[] values)
        {
            double[] seen = [.. values.Where(v => !double.IsNaN(v))];
            double mean = seen.DefaultIfEmpty(0).Average(),
                sd = Math.Sqrt(seen.Select(v => (v - mean) * (v - mean)).DefaultIfEmpty(0).Average());
            return new Standardised(values, Array.ConvertAll(values, v => double.IsNaN(v) || sd == 0 ? 0 : (v - mean) / sd), seen.Length);
        }

        public double With(Standardised other)
        {
            double sum = 0;
            for (int i = 0; i < Scores.Length; i++)
            {
                sum += Scores[i] * other.Scores[i];
            }

            return sum / Math.Max(1, Math.Min(Seen, other.Seen));
        }
    }
}
