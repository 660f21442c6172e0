using CausalLoom.Data;

namespace CausalLoom.HybridStudy;

/// <summary>Which runs each study consists of.</summary>
internal static class Plans
{
    private static readonly (string Generator, string Way)[] Modelled = [("copula", "steam"), ("copula", "steam stack"),
        ("copula", "hybrid")];

    /// <summary>Runs a study by its name; false where there is none of that name.</summary>
    public static bool Run(string[] args)
    {
        switch (args[0])
        {
            case "bias":
                Bias(new EffectStudy(Path.Combine(args[1], "bias.csv")));
                return true;
            case "dimension":
                Dimension(new EffectStudy(Path.Combine(args[1], "dimension.csv")));
                return true;
            case "settings":
                Settings(new EffectStudy(Path.Combine(args[1], "settings.csv")));
                return true;
            case "filter" when args.Length > 2:
                Filter(new FilterStudy(Path.Combine(args[1], "filter.csv")), args[2]);
                return true;
            case "--summarize":
                foreach (string name in new[]
                    { "bias", "dimension", "settings", "filter" }.Where(n => File.Exists(Path.Combine(args[1], n + ".csv"))))
                {
                    string[] lines = File.ReadAllLines(Path.Combine(args[1], name + ".csv"));
                    Console.WriteLine($"## {name}\n\n" + (name == "filter" ? FilterTable.Of(lines) : EffectTable.Of(lines)));
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>What the distance filter costs and what it buys, on the hybrid papers' process and on their subset of ACTG 175.</summary>
    private static void Filter(FilterStudy study, string folder)
    {
        string[] generators = ["bootstrap", "argn", "tvae", "tabddpm"];
        LoadOptions roles = new() { Treatment = "treatment", Outcome = "outcome" };
        CausalData actg = DataLoader.Load(Path.Combine(folder, "actg175_hybrid.csv"), roles).Data;
        foreach (int seed in Seeds(10))
        {
            study.Run("hybrid-6", Process.Six(6, "overlap=moderate").Draw(1000, FitContext.ForSeed(seed).Child("filter data")), seed,
                generators);
            study.Run("actg", actg, seed, generators, "randomized:0.5");
        }
    }

    /// <summary>Whether the targeted effect has less bias than STEAM's and a joint model's, over 100 samples under poor overlap.</summary>
    private static void Bias(EffectStudy study)
    {
        foreach (int seed in Seeds(100))
        {
            foreach (int rows in new[] { 500, 1000 })
            {
                study.Run(Process.Six(6, "overlap=poor"), rows, [seed], ("bootstrap", "steam"), ("bootstrap", "steam stack"),
                    ("bootstrap", "hybrid"), ("copula", "joint"));
                study.Run(Process.Six(6, "overlap=poor"), rows, [.. new[] { seed }.Where(s => s <= 30)], ("argn", "joint"));
            }
        }
    }

    /// <summary>
    /// Whether a joint model's effect gets worse with covariates that tell nothing, and a modelled one's does not: their six-covariate
    /// process
    /// with noise columns up to d, so that the truth stays, and their twenty-covariate process.
    /// </summary>
    private static void Dimension(EffectStudy study)
    {
        (string, string)[] joint = [("tvae", "joint"), ("argn", "joint"), ("argn", "joint untargeted"), .. Modelled];
        foreach (int seed in Seeds(10))
        {
            study.Run(Six(6), 500, [seed], joint);
            study.Run(Six(20), 500, [seed], joint);
        }

        foreach (int seed in Seeds(10))
        {
            study.Run(Six(6), 2000, [seed], joint);
            study.Run(Six(20), 2000, [seed], joint);
        }

        foreach (int seed in Seeds(10))
        {
            study.Run(Six(6), 500, [seed], ("ctgan", "joint"), ("none", "fresh rows"));
            study.Run(Six(20), 500, [seed], ("ctgan", "joint"), ("none", "fresh rows"));
            foreach (int rows in new[] { 250, 1000 })
            {
                study.Run(Six(6), rows, [seed], joint);
                study.Run(Six(20), rows, [seed], joint);
            }

            study.Run(Six(50), 500, [seed], ("argn", "joint untargeted"), ("tvae", "joint"), ("copula", "steam stack"),
                ("copula", "hybrid"));
            study.Run(Twenty(), 500, [seed], joint);
            study.Run(Twenty(), 2000, [seed], joint);
        }

        static Process Six(int d) => Process.Six(d, "overlap=moderate");
        static Process Twenty() => Process.Twenty(20, "overlap=moderate");
    }

    /// <summary>Strong confounding, no effect, effects of both signs, twenty covariates.</summary>
    private static void Settings(EffectStudy study)
    {
        foreach (int seed in Seeds(20))
        {
            foreach (Process process in new[]
            {
                Process.Six(6, "overlap=moderate", "confounding=strong"),
                Process.Six(6, "overlap=moderate", "effect=null", "confounding=strong"),
                Process.Six(6, "overlap=moderate", "effect=heterogeneous"),
                Process.Six(6, "overlap=poor", "effect=null"),
                Process.Twenty(20, "overlap=poor"),
            })
            {
                study.Run(process, 1000, [seed], [("copula", "joint"), .. Modelled]);
                study.Run(process, 1000, [.. new[] { seed }.Where(s => s <= 10)], ("argn", "joint"));
            }
        }
    }

    private static IEnumerable<int> Seeds(int count) => Enumerable.Range(1, count);
}
