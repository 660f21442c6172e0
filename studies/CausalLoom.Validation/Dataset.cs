using CausalLoom.Data;

namespace CausalLoom.Validation;

/// <summary>One of the STEAM paper's data sets, as tools/datasets writes it.</summary>
/// <param name="Name">actg, ihdp or acic.</param>
/// <param name="Real">The analysis file.</param>
/// <param name="Fresh">Fresh patients of the same population, where there are any.</param>
internal sealed record Dataset(string Name, CausalData Real, CausalData? Fresh)
{
    private static readonly Dictionary<string, (string Real, string? Fresh)> Files = new(StringComparer.Ordinal)
    {
        ["actg"] = ("actg175_steam.csv", "actg175_fresh.csv"),
        ["ihdp"] = ("ihdp_1.csv", null),
        ["acic"] = ("acic2016_1.csv", null),
    };

    /// <summary>Reads a data set from the folder that tools/datasets wrote to.</summary>
    public static Dataset Load(string folder, string name)
    {
        if (!Files.TryGetValue(name, out (string Real, string? Fresh) files))
        {
            throw new CausalLoomException($"There is no data set '{name}'. There are: {string.Join(", ", Files.Keys)}.");
        }

        LoadedData real = DataLoader.Load(Path.Combine(folder, files.Real), new LoadOptions
            { Treatment = "treatment", Outcome = "outcome" });
        return new Dataset(name, real.Data, files.Fresh is null ? null : DataLoader.LoadLike(Path.Combine(folder, files.Fresh), real).Data);
    }
}
