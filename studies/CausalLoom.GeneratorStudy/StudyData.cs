using CausalLoom.Data;

namespace CausalLoom.GeneratorStudy;

/// <summary>The covariates of one of the six data sets, as tools/datasets writes them.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Covariates">X, missing values included.</param>
/// <param name="Fresh">Covariates of other patients of the same population, where there are any.</param>
internal sealed record StudyData(string Name, Table Covariates, Table? Fresh)
{
    private static readonly Dictionary<string, (string Real, string? Fresh)> Files = new(StringComparer.Ordinal)
    {
        ["actg"] = ("actg175_steam.csv", "actg175_fresh.csv"),
        ["ihdp"] = ("ihdp_1.csv", null),
        ["acic"] = ("acic2016_1.csv", null),
        ["lalonde"] = ("lalonde_nsw.csv", null),
        ["nhefs"] = ("nhefs.csv", null),
        ["penn"] = ("penn_bonus.csv", null),
    };

    /// <summary>The names, smallest tables first.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["lalonde", "ihdp", "actg", "nhefs", "penn", "acic"];

    /// <summary>Reads a data set from the folder that tools/datasets wrote to.</summary>
    internal static StudyData Load(string folder, string name)
    {
        if (!Files.TryGetValue(name, out (string Real, string? Fresh) files))
        {
            throw new CausalLoomException($"There is no data set '{name}'. There are: {string.Join(", ", Files.Keys)}.");
        }

        LoadedData real = DataLoader.Load(Path.Combine(folder, files.Real), new LoadOptions
            { Treatment = "treatment", Outcome = "outcome" });
        return new StudyData(name, real.Data.Covariates, files.Fresh is null ? null
            : DataLoader.LoadLike(Path.Combine(folder, files.Fresh), real).Data.Covariates);
    }
}
