using CausalLoom.Data;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// Sets correlations of generated rows beside those that the request implies, for the real covariates and for the generated ones.
/// </summary>
/// <param name="Real">The real rows.</param>
/// <param name="Implied">The request on them.</param>
/// <param name="Generated">Generated covariates.</param>
/// <param name="Expected">The request on those.</param>
/// <param name="Arms">Their arms, as drawn.</param>
/// <param name="Outcome">Their outcomes, as drawn.</param>
internal sealed record AssociationVerifier(CausalData Real, ImpliedLaw Implied, Table Generated, ImpliedLaw Expected, int[] Arms,
    UncertainVariable Outcome)
{
    /// <summary>Each covariate with the outcome in each arm, and with treatment.</summary>
    public IReadOnlyList<AssociationLine> Lines()
    {
        List<AssociationLine> lines = [];
        foreach (Column column in Real.Covariates.Columns)
        {
            foreach ((string name, double[] x, double[]? drawn) in CovariateNumbers.Of(column, Generated[column.Name]))
            {
                double[] own = drawn ?? new double[Arms.Length];
                lines.Add(WithOutcome(name, x, own, 0));
                lines.Add(WithOutcome(name, x, own, 1));
                lines.Add(WithTreatment(name, x, own));
            }
        }

        return lines;
    }

    /// <summary>
    /// What the real rows say of an arm's mean outcome, all covariates together, with its outcome: a loss spread over many of them shows
    /// here.
    /// </summary>
    public IReadOnlyList<AssociationLine> Scores() => [WithOutcome("all covariates", Implied.Mean(0), Expected.Mean(0), 0),
        WithOutcome("all covariates", Implied.Mean(1), Expected.Mean(1), 1)];

    private AssociationLine WithOutcome(string name, double[] x, double[] own, int arm)
    {
        CorrelationEstimate drawn = WeightedCorrelation.Of(own, Outcome, In(Arms, arm)),
            real = WeightedCorrelation.Of(x, Real.Outcome.Values, In(Real.Treatment.Codes, arm));
        return Line(name, $"y | t = {arm}", real, Implied.WithOutcome(x, arm), Expected.WithOutcome(own, arm, In(Arms, arm)), drawn);
    }

    private AssociationLine WithTreatment(string name, double[] x, double[] own)
    {
        CorrelationEstimate drawn = WeightedCorrelation.Of(own, Array.ConvertAll(Arms, t => (double)t), []);
        CorrelationEstimate real = WeightedCorrelation.Of(x, Array.ConvertAll(Real.Treatment.Codes, t => (double)t), []);
        return Line(name, "t", real, Implied.WithTreatment(x), Expected.WithTreatment(own), drawn);
    }

    private static AssociationLine Line(string name, string with, CorrelationEstimate real, CorrelationEstimate implied,
        CorrelationEstimate expected, CorrelationEstimate drawn) =>
        new(name, with, real.Value, implied.Value, drawn.Value, drawn.NoLessThanNormal)
            { ImpliedError = implied.StandardError, Expected = expected.Value };

    private static double[] In(int[] arms, int arm) => Array.ConvertAll(arms, t => t == arm ? 1.0 : 0);
}
