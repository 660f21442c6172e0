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
    /// <summary>The average effect of the rows.</summary>
    public double EffectOfRows => Rows.Truth!.Cate().Average();

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
        ["ate"] = Simulator.AverageEffect,
        ["ate_of_rows"] = EffectOfRows,
    });

    /// <summary>One line.</summary>
    public string Summary() => string.Create(CultureInfo.InvariantCulture, $"{Job.Rows} rows{Where}; treatment "
        + $"{Simulator.Treatment}, outcome {Simulator.Outcome}, average effect {Simulator.AverageEffect:G6}.\n");

    private string Where => Job.Output is { } output ? " written to " + output.Name : string.Empty;
}
