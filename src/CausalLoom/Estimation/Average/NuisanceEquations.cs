using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Estimation.Average;

/// <summary>The equations that nuisances solve, from which an estimate's standard error takes what estimating them costs.</summary>
/// <param name="Assignment">That of g; null where g is known.</param>
/// <param name="Outcome">That of each μ_w; null where means were learnt out of fold or by no regression.</param>
internal sealed record NuisanceEquations(AssignmentEquation? Assignment, OutcomeEquation? Outcome)
{
    private const int FewACoefficient = 20;

    /// <summary>When residuals of the rows that were fitted to are brought to size by their leverages.</summary>
    internal SmallSample Small { get; init; }

    /// <summary>The rows, or clusters, of the rarest level.</summary>
    internal int Fewest { get; init; }

    /// <summary>Whether they are.</summary>
    internal bool Corrects => Small == SmallSample.Always || (Small == SmallSample.Auto && Fewest < FewACoefficient * Coefficients);

    private int Coefficients =>
        1 + Math.Max(Assignment is { InSample: true } g ? g.Features.Columns : 0, Outcome?.Features.Columns ?? 0);

    /// <summary>The clusters of the rows, [n]; null: none.</summary>
    internal int[]? Clusters { get; init; }

    /// <summary>The equations of nuisances that were learnt from rows without the weights that the estimate gives them.</summary>
    internal NuisanceEquations Unweighted() => this with
    {
        Assignment = Assignment is null ? null : Assignment with { Weights = null },
        Outcome = Outcome is null ? null : Outcome with { Weights = null },
    };

    /// <summary>The equations of nuisances.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="nuisances">What was learnt from them.</param>
    /// <param name="options">How.</param>
    /// <param name="features">Encoded covariates, which stand for those of a learner of g that is no regression on the same rows.</param>
    /// <param name="small">When leverages count.</param>
    internal static NuisanceEquations Of(CausalData data, Nuisances nuisances, NuisanceOptions options, RowView features,
        SmallSample small = SmallSample.Auto)
    {
        double[]? weights =
            nuisances.Unweighted.Any(name => name.StartsWith("propensity", StringComparison.Ordinal)) ? null : data.Normalised;
        int draws = data.ClusterCodes?.Distinct().Count() ?? data.Rows;
        AssignmentEquation? assignment = !options.LearnsAssignment ? null
            : nuisances.Treatment is { Folds.Count: 1, Model: IParametricModel g }
            ? new AssignmentEquation(g.Features(data.Covariates), g.Penalty, nuisances.Unclipped, weights, InSample: true) { Draws = draws }
            : new AssignmentEquation(features, (0, false), nuisances.Unclipped, weights, InSample: false)
            {
                Draws = draws, Clipping = options.Clipping,
                Rebalances = nuisances.Treatment is { Folds.Count: > 1 } && !options.Propensity.IsRegression
                    && NuisanceOptions.Carries(data, features.Columns + data.Levels),
            };
        OutcomeEquation? outcome = nuisances.Outcome is { Folds.Count: 1, Model: IParametricModel mu }
            ? new OutcomeEquation(mu.Features(data.Covariates), mu.Penalty, data.IsBinaryOutcome, data.Normalised) : null;
        return new NuisanceEquations(assignment, outcome)
        {
            Clusters = data.ClusterCodes, Small = small, Fewest = ClusterSides.FewestDraws(data),
        };
    }
}

/// <summary>Σ s (1(W = l) − g_l) (1, x) = λ (0, β_l) for each level l but the reference.</summary>
/// <param name="Features">x, [n, d].</param>
/// <param name="Penalty">λ, and whether it acts on coefficients of standardised features.</param>
/// <param name="Learnt">g before clipping, [K][n].</param>
/// <param name="Weights">s, [n]; null: 1.</param>
/// <param name="InSample">Whether g solves it. A g that was learnt otherwise costs about what a regression in its place would.</param>
internal sealed record AssignmentEquation(RowView Features, (double L2, bool Standardised) Penalty, double[][] Learnt, double[]? Weights,
    bool InSample)
{
    /// <summary>How many rows, or clusters, there are.</summary>
    internal required int Draws { get; init; }

    /// <summary>The bounds of g.</summary>
    internal PropensityClipping Clipping { get; init; } = PropensityClipping.Default;

    /// <summary>Whether there are rows enough to bring a g that was learnt otherwise to balance (<see cref="Rebalanced"/>).</summary>
    internal bool Rebalances { get; init; }
}

/// <summary>Σ s 1(W = w) (Y − μ_w) (1, x) = λ (0, β_w) for each level w.</summary>
/// <param name="Features">x, [n, d].</param>
/// <param name="Penalty">λ, and whether it acts on coefficients of standardised features.</param>
/// <param name="Logistic">Whether μ is a logistic regression.</param>
/// <param name="Weights">s, [n]; null: 1.</param>
internal sealed record OutcomeEquation(RowView Features, (double L2, bool Standardised) Penalty, bool Logistic, double[]? Weights);
