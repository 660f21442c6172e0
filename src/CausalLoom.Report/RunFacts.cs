using CausalLoom.Data;

namespace CausalLoom.Report;

/// <summary>What was run, for the report's last section: enough to run it again.</summary>
/// <param name="CommandLine">The command as typed; null where the library was called.</param>
/// <param name="InputName">The real data's file name, or how else they are called.</param>
/// <param name="SyntheticName">The synthetic data's file name, or null.</param>
/// <param name="Version">The version of CausalLoom.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Method">The synthesis method (<c>steam</c>, <c>joint</c> …); null where only an evaluation was run.</param>
/// <param name="Generator">The generator of the covariates (<c>tvae</c> …); null where only an evaluation was run.</param>
/// <param name="Options">Further options with their values, in the order to show.</param>
public sealed record RunFacts(
    string? CommandLine,
    string InputName,
    string? SyntheticName,
    string Version,
    long Seed,
    string? Method,
    string? Generator,
    IReadOnlyList<KeyValuePair<string, string>> Options)
{
    /// <summary>What was read, used and left out; null where the rows were no file's.</summary>
    public ReadFacts? Read { get; init; }
}
