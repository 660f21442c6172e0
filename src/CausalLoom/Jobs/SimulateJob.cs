using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Rows of a process whose truth is known.</summary>
public sealed record SimulateJob
{
    /// <summary>The process, a name of <see cref="SimulatorCatalogue"/>.</summary>
    public required string Process { get; init; }

    /// <summary>Its settings, `name=value` each.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>How many rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Where they go beside the result, or null.</summary>
    public IRowSink? Output { get; init; }

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Draws the rows.</summary>
    /// <exception cref="CausalLoomException">There is no such process or setting, or the rows cannot be written.</exception>
    public SimulateResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ISimulator simulator = context.Catalogues.CreateSimulator(Process, Settings);
        DrawnRows.Check(Rows);
        context.Begin("simulating");
        SyntheticData rows = simulator.Draw(Rows, RandomStream.Of(Seed).Child("simulate"));
        context.Begin("writing results");
        Output?.Take([rows], new RowFacts(simulator.Levels) { Rows = rows.Table.Rows }, () => { });
        return new SimulateResult(this, simulator, rows);
    }
}
