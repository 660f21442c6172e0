namespace CausalLoom.Simulators;

/// <summary>A simulator by name, with the settings it takes.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Summary">What it is and where it comes from, one line.</param>
/// <param name="Settings">Its settings: name, default and meaning.</param>
/// <param name="Create">Makes it from settings, all of which are known names.</param>
public sealed record SimulatorEntry(string Name, string Summary, IReadOnlyList<(string Name, string Default, string Meaning)> Settings,
    Func<SimulatorSettings, ISimulator> Create);
