using CausalLoom.Estimation.Average;
using CausalLoom.Evaluation.Outcome;
using CausalLoom.Io;
using CausalLoom.Mechanisms;
using CausalLoom.Rules;

namespace CausalLoom.Evaluation;

/// <summary>How <see cref="Evaluator"/> measures.</summary>
public sealed record EvaluationOptions
{
    private const int FewestMostRows = 1000;

    /// <summary>
    /// How often everything is measured, each time under random numbers of its own; figures are means, with intervals where above 1.
    /// </summary>
    public int Repeats { get; init; } = 1;

    /// <summary>
    /// How many one-class embeddings P_α and R_β of the covariates are averaged over (docs/methods/covariate-metrics.md).
    /// </summary>
    public int Embeddings { get; init; } = 20;

    /// <summary>The same for the joint P and R on all columns, which serve for comparison only.</summary>
    public int JointEmbeddings { get; init; } = 5;

    /// <summary>How many draws the null and the oracle of the normalised JSD_π are averaged over.</summary>
    public int AssignmentDraws { get; init; } = 10;

    /// <summary>
    /// Models are fitted to at most so many rows a side (of a rare level 50 more), drawn by the seed: beyond it figures change by less than
    /// their own error, and costs grow with the rows. Columns' own distributions, rules and copies are always counted in all rows.
    /// </summary>
    public int MostRows { get; init; } = 10_000;

    /// <summary>The flexible, calibrated propensity behind the normalised JSD_π and overlap.</summary>
    public IPropensityLearner Propensity { get; init; } = new CalibratedPropensity();

    /// <summary>The nuisances of the average effects, by cross-fitted AIPW on both sides.</summary>
    public NuisanceOptions AverageEffect { get; init; } = new();

    /// <summary>How the outcome mechanism is measured.</summary>
    public OutcomeEvaluationOptions Outcome { get; init; } = new();

    /// <summary>Conditions that every row should keep; null: those that are found in the real rows.</summary>
    public IReadOnlyList<Rule>? Rules { get; init; }

    /// <summary>What the synthetic rows' release file says; null: there is none.</summary>
    public SynthesisError? Synthesis { get; init; }

    /// <summary>What the papers' code does: one embedding, its networks, its split.</summary>
    public static EvaluationOptions SteamPaper { get; } = new()
        { Embeddings = 1, JointEmbeddings = 1, Outcome = OutcomeEvaluationOptions.SteamPaper };

    /// <summary>Refuses what cannot be meant, before any work is done.</summary>
    /// <exception cref="CausalLoomException">There are fewer repeats than one, or too few rows are allowed.</exception>
    public void Check()
    {
        if (Repeats < 1)
        {
            throw new CausalLoomException(FormattableString.Invariant($"‹repeats {Repeats}› is below 1."));
        }

        if (MostRows < FewestMostRows)
        {
            throw new CausalLoomException(InvariantText.Invariant($"‹most-rows {MostRows}› is below {FewestMostRows}: models of fewer "
                + $"rows say little of a mechanism."));
        }
    }
}
