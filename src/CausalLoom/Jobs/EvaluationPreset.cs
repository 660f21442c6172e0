using CausalLoom.Evaluation;
using CausalLoom.Io;

namespace CausalLoom.Jobs;

/// <summary>How an evaluation goes with a preset of the synthesis, by its name.</summary>
public static class EvaluationPreset
{
    /// <summary>The options beside a synthesis: the preset's where it has an evaluation of its own.</summary>
    internal static EvaluationOptions Beside(string? preset) =>
        preset == "steam-paper" ? EvaluationOptions.SteamPaper : new EvaluationOptions();

    /// <summary>The options of a preset; null: the defaults.</summary>
    /// <exception cref="CausalLoomException">There is no such preset of an evaluation.</exception>
    public static EvaluationOptions Options(string? name) => name switch
    {
        // The hybrid papers have no evaluation of their own for a report to follow.
        null or "hybrid-paper" => new EvaluationOptions(),
        "steam-paper" => EvaluationOptions.SteamPaper,
        _ => throw new CausalLoomException($"There is no preset '{name}' for evaluate.{Suggestion.For(name, ["steam-paper"])} The "
            + $"preset is: steam-paper."),
    };
}
