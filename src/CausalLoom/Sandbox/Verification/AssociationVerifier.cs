using CausalLoom.Data;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Sets correlations of generated rows beside those that the request implies.</summary>
internal static class AssociationVerifier
{
    public static IReadOnlyList<AssociationLine> Lines(CausalData real, ImpliedLaw implied, Table generated, int[] arms, double[] outcome)
    {
        double[] realArms = Array.ConvertAll(real.Treatment, t => (double)t), ownArms = Array.ConvertAll(arms, t => (double)t);
        List<AssociationLine> lines = [];
        foreach (Column column in real.Covariates.Columns)
        {
            Dictionary<string, double[]> drawn = CovariateNumbers.Of(generated[column.Name]).ToDictionary(c => c.Name, c => c.Values, StringComparer.Ordinal);
            foreach ((string name, double[] x) in CovariateNumbers.Of(column))
            {
                if (!drawn.TryGetValue(name, out double[]? own))
                {
                    own = new double[arms.Length];
                }

                for (int t = 0; t < 2; t++)
                {
                    double[] inReal = Array.ConvertAll(real.Treatment, w => w == t ? 1.0 : 0), inOwn = Array.ConvertAll(arms, w => w == t ? 1.0 : 0);
                    double generatedWith = WeightedCorrelation.Of(own, outcome, [], inOwn);
                    lines.Add(new AssociationLine(name, $"y | t = {t}", WeightedCorrelation.Of(x, real.Outcome, [], inReal), implied.WithOutcome(x, t), generatedWith, Error(generatedWith, inOwn.Sum())));
                }

                double withTreatment = WeightedCorrelation.Of(own, ownArms, [], []);
                lines.Add(new AssociationLine(name, "t", WeightedCorrelation.Of(x, realArms, [], []), implied.WithTreatment(x), withTreatment, Error(withTreatment, arms.Length)));
            }
        }

        return lines;
    }

    private static double Error(double r, double n) => (1 - (r * r)) / Math.Sqrt(Math.Max(1, n - 2));
}
