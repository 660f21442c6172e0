using CausalLoom.Evaluation;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>Evaluation options from flags.</summary>
public static class EvaluationSettings
{
    /// <summary>The options of a preset (null: the defaults).</summary>
    /// <exception cref="CausalLoomException">An unknown preset or a number of repeats below one.</exception>
    public static EvaluationOptions Of(string? preset, int repeats, long seed)
    {
        if (repeats < 1)
        {
            throw new CausalLoomException($"--repeats {repeats} is below 1.");
        }

        EvaluationOptions options = preset switch
        {
            // The hybrid papers have no evaluation of their own for a report to follow.
            null or SynthesisRequest.HybridPaper => new EvaluationOptions(),
            SynthesisRequest.SteamPaper => EvaluationOptions.SteamPaper,
            _ => throw new CausalLoomException($"There is no preset '{preset}' for evaluate. The preset is: "
                + $"{SynthesisRequest.SteamPaper}."),
        };
        return options with { Repeats = repeats, Seed = seed };
    }
}
