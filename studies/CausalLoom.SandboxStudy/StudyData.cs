using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;

namespace CausalLoom.SandboxStudy;

/// <summary>Data that scenarios are written for; columns measured after treatment are left out.</summary>
internal sealed record StudyData(string Name, CausalData Rows)
{
    private static readonly string[] Actg175 = ["age", "wtkg", "hemo", "homo", "drugs", "karnof", "oprior", "z30", "preanti", "race", "gender", "str2", "symptom", "cd40", "cd80"];

    // As tools/datasets/analysis_files.py has them: identifiers, dates and all that was measured after 1971.
    private static readonly string[] NhefsLater = ["seqn", "yrdth", "modth", "dadth", "sbp", "dbp", "wt82", "wt82_71", "smkintensity82_71", "hightax82", "price82", "tax82", "price71_82", "tax71_82"];

    public static StudyData Load(string folder, string name) => new(name, name switch
    {
        "toy" => CausalData.From(new ToySimulator().Draw(1000, RandomStream.Of(42)).Table, "T", "Y"),
        "actg175" => Read(folder, name, new LoadOptions { Treatment = "treat", Outcome = "cens", Covariates = Actg175 }),
        "nhefs" => Read(folder, name, new LoadOptions { Treatment = "qsmk", Outcome = "death", Drop = NhefsLater }),
        _ => throw new CausalLoomException($"There are no data '{name}'. There are: toy, actg175, nhefs."),
    });

    private static CausalData Read(string folder, string name, LoadOptions options) => DataLoader.Load(Path.Combine(folder, name + ".csv"), options).Data;
}
