using System.Globalization;
using System.Text.Json.Nodes;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Rows of a process with their truth.</summary>
/// <param name="Job">What was asked.</param>
/// <param name="Simulator">The process.</param>
/// <param name="Rows">The rows.</param>
public sealed record SimulateResult(SimulateJob Job, ISimulator Simulator, SyntheticData Rows) : IJobResult
{
    /// <summary>The average effect of the rows of each level but the reference against it, [K − 1].</summary>
    public IReadOnlyList<double> EffectsOfRows => [.. Rows.Truth!.Cates().Select(cate => cate.Average())];

    /// <summary>What was drawn and what is true of it.</summary>
    public string Json() => JobJson.Text(new JsonObject
    {
        ["version"] = Product.Version,
        ["simulator"] = Job.Process,
        ["settings"] = JobJson.Texts(Job.Settings),
        ["seed"] = Job.Seed,
        ["rows"] = Job.Rows,
        ["treatment"] = Simulator.Treatment,
        ["outcome"] = Simulator.Outcome,
        ["ate"] = ByLevel(Simulator.AverageEffects),
        ["ate_of_rows"] = ByLevel(EffectsOfRows),
    });

    /// <summary>One line.</summary>
    public string Summary() => string.Create(CultureInfo.InvariantCulture, $"{Job.Rows} rows{Where}; treatment "
        + $"{VisibleText.Name(Simulator.Treatment)}, outcome {VisibleText.Name(Simulator.Outcome)}, average effect {Effects}.\n");

    private string Effects => Simulator.AverageEffects.Count == 1
        ? Simulator.AverageEffect.ToString("G6", CultureInfo.InvariantCulture)
        : $"against {Simulator.Levels[0]}: " + string.Join(", ", Simulator.AverageEffects.Select((effect, w) =>
            string.Create(CultureInfo.InvariantCulture, $"{Simulator.Levels[w + 1]} {effect:G6}")));

    // A number where there are two arms; by level, against the reference, where there are more.
    private JsonNode ByLevel(IReadOnlyList<double> effects) => effects.Count == 1 ? effects[0]
        : new JsonObject(effects.Select((effect, w) => KeyValuePair.Create(Simulator.Levels[w + 1], (JsonNode?)effect)));

    private string Where => Job.Output is { } output ? " written to " + output.Name : string.Empty;
}
