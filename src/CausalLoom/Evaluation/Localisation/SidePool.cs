using CausalLoom.Data;
using CausalLoom.Evaluation.Privacy;
using CausalLoom.Evaluation.Support;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Localisation;

/// <summary>
/// Real rows above synthetic ones (at most 5,000 a side), in folds that hold all arms of both sides, with the cross-fitted,
/// calibrated share e(x) = P(synthetic | X = x): what the density ratio of the covariates and the conditional tests rest on.
/// </summary>
internal sealed class SidePool
{
    /// <summary>The most rows of a side.</summary>
    public const int MostRows = 5000;

    // Odds beyond this say "these rows have no counterpart"; as weights they would only add noise.
    private const double LargestRatio = 20;
    private const int FoldCount = 5;
    private readonly int[] _synthetic;

    private SidePool(CausalData rows, int realRows, int[] synthetic, Folds folds, CrossFittedBinaryPropensity source)
    {
        (Rows, RealRows, _synthetic, Folds, Source) = (rows, realRows, synthetic, folds, source);
        IsSynthetic = [.. Enumerable.Range(0, rows.Rows).Select(i => i < realRows ? 0 : 1)];
    }

    /// <summary>The rows, real ones first.</summary>
    public CausalData Rows { get; }

    /// <summary>How many are real.</summary>
    public int RealRows { get; }

    /// <summary>0 for real rows, 1 for synthetic ones.</summary>
    public int[] IsSynthetic { get; }

    /// <summary>The folds; copies of a real row are in its fold.</summary>
    public Folds Folds { get; }

    /// <summary>e(x).</summary>
    public CrossFittedBinaryPropensity Source { get; }

    /// <summary>Pools the rows and learns e.</summary>
    public static SidePool Of(CausalData real, CausalData synthetic, FitContext context)
    {
        int[] above = Chosen(real.Rows, context.Child("real")), below = Chosen(synthetic.Rows, context.Child("synthetic"));
        CausalData rows = Stack(real.Take(above), synthetic.Take(below));
        int[] sides = [.. Enumerable.Range(0, rows.Rows).Select(i => i < above.Length ? 0 : 1)];
        Matrix features = FeatureEncoder.FitEncode(rows.Covariates, FeatureOptions.ForTrees).Features;
        int[] strata = [.. sides.Select((side, i) => (rows.Levels * side) + rows.Treatment[i])];
        Folds folds = Folds.Stratified(strata, FoldCount, context.Stream.Child("folds"), CopyGroups.Of(features, above.Length));
        CrossFittedBinaryPropensity source = new CalibratedPropensity().CrossFit(rows.Covariates, sides, folds, context.Child("source"));
        return new SidePool(rows, above.Length, below, folds, source);
    }

    /// <summary>r(x) = p_real(x) / p_synthetic(x) at each synthetic row, at most 20, by models that have not seen the row.</summary>
    /// <param name="synthetic">All synthetic rows, in the order they were pooled in.</param>
    public double[] Ratios(Table synthetic)
    {
        double[] shares = _synthetic.Length == synthetic.Rows ? new double[synthetic.Rows] : Source.Model.Predict(synthetic);
        for (int k = 0; k < _synthetic.Length; k++)
        {
            shares[_synthetic[k]] = Source.OutOfFold[RealRows + k];
        }

        double odds = (double)_synthetic.Length / RealRows;
        return Array.ConvertAll(shares, e => Math.Min(LargestRatio, (1 - e) / e * odds));
    }

    private static int[] Chosen(int rows, FitContext context) =>
        rows <= MostRows ? [.. Enumerable.Range(0, rows)] : RowSubsample.Choose(rows, MostRows, context.Stream);

    private static CausalData Stack(CausalData above, CausalData below)
    {
        double[] outcome = [.. above.Outcome, .. below.Outcome];
        Column column = above.OutcomeColumn is BinaryColumn binary
            ? new BinaryColumn(binary.Name, Array.ConvertAll(outcome, y => (int)y), binary.Levels)
            : new ContinuousColumn(above.OutcomeColumn.Name, outcome);
        return new CausalData(TableAlignment.Stack(above.Covariates, below.Covariates),
            new Arms(above.TreatmentSpace, [.. above.Treatment, .. below.Treatment]), new Outcomes(column));
    }
}
