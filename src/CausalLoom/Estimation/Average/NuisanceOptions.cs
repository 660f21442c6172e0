using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Estimation.Average;

/// <summary>How the nuisances g and μ are learnt.</summary>
public sealed record NuisanceOptions
{
    private const int RowsACoefficient = 10, ClustersACoefficient = 2;

    /// <summary>The learner of g.</summary>
    public IPropensityLearner Propensity { get; init; } = new CalibratedPropensity();

    /// <summary>The learner of μ.</summary>
    public IOutcomeLearner Outcome { get; init; } = new StackedOutcome();

    /// <summary>
    /// The number of folds; 1 fits and evaluates on the same rows. Null: as many as help, which is 1 for regressions of at least ten rows
    /// and two clusters of each level a coefficient (folds would cost them precision, and their equations say what fitting costs), and 5
    /// for all else.
    /// </summary>
    public int? Folds { get; init; }

    /// <summary>The number of folds for some rows.</summary>
    internal int FoldsFor(CausalData data)
    {
        if (Folds is int asked)
        {
            return asked;
        }

        bool regressions = Outcome.IsRegression && (KnownPropensity is not null || Propensity.IsRegression);
        return regressions && Carries(data, FeatureEncoder.Fit(data.Covariates).Width + 1) ? 1 : 5;
    }

    /// <summary>Whether regressions of so many coefficients may be fitted to the rows that they are evaluated on.</summary>
    internal static bool Carries(CausalData data, int coefficients) => data.Treatment.Fewest >= RowsACoefficient * coefficients
        && ClusterSides.FewestDraws(data) >= ClustersACoefficient * coefficients;

    /// <summary>The one clipping policy of all estimators.</summary>
    public PropensityClipping Clipping { get; init; } = PropensityClipping.Default;

    /// <summary>A known probability of the second of two arms for all rows, as in a trial; null: it is learnt.</summary>
    public double? KnownPropensity { get; init; }

    /// <summary>
    /// Whether g is learnt from the covariates: neither known nor the same for all, which no standard error may credit with balance.
    /// </summary>
    internal bool LearnsAssignment => KnownPropensity is null && Propensity.Assignment == AssignmentKind.Learnt;
}
