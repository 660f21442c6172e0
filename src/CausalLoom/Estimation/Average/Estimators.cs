using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Estimation.Average;

/// <summary>The estimators there are, by name.</summary>
public static class Estimators
{
    private static readonly (string Name, Func<AverageEffectOptions, Matrix?, IScore> Create)[] All =
    [
        ("or", (_, _) => new OutcomeRegressionScore()),
        ("ipw", (_, learntFrom) => new WeightingScore(learntFrom)),
        ("aipw", (_, _) => new AugmentedScore()),
        ("tmle", (options, _) => new TargetedScore(options.Tmle)),
    ];

    /// <summary>The names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(entry => entry.Name)];

    /// <summary>The estimator of that name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">The options of estimators.</param>
    /// <param name="learntFrom">The features that g was learnt from, [n, d], or null where it is known
    /// (<see cref="WeightingScore"/>).</param>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public static IScore Create(string name, AverageEffectOptions options, Matrix? learntFrom = null)
    {
        Check([name]);
        return Array.Find(All, entry => entry.Name == name).Create(options, learntFrom);
    }

    /// <summary>Checks names before any work is done.</summary>
    /// <exception cref="CausalLoomException">There is no such estimator.</exception>
    public static void Check(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
        {
            throw new CausalLoomException($"There is no estimator '{unknown}'.{Suggestion.For(unknown, Names)} The estimators are: "
                + $"{string.Join(", ", Names)}.");
        }
    }
}
