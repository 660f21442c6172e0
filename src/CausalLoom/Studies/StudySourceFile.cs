using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Methods;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Studies;

/// <summary>Reads the `sources` of a study file.</summary>
internal static class StudySourceFile
{
    private static readonly string[] Kinds = ["simulator", "model", "bootstrap", "plasmode", "synthesizer"];
    private static readonly string Any = string.Join(", ", Kinds.Select(kind => $"`{kind}:`"));
    private static readonly string[] RoleKeys = ["treatment", "reference", "outcome", "covariates", "drop", "schema"];
    private static readonly string[] BootstrapKeys = [.. RoleKeys, "cluster", "weights", "replace"];
    private static readonly string[] MechanismKeys = ["generator", "propensity", "calibration", "outcome_model", "outcome_noise"];

    /// <summary>A source whose keys were checked.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="contrasts">The study's, of which truths may be stated.</param>
    public static StudySourceSpec Source(StudyNode node, IReadOnlyList<StudyContrast> contrasts)
    {
        string[] given = node.IsMap ? [.. Kinds.Where(kind => node[kind] is not null)]
            : throw node.Error($"a source is `name: …` and one of {Any}.");
        if (given.Length != 1)
        {
            node.Keys(["name", "truth", "n", .. Kinds, "set", .. BootstrapKeys, .. MechanismKeys, .. StudyFittingFile.Keys]);
            throw node.Error($"a source has one of {Any}; this has {(given.Length == 0 ? "none" : string.Join(" and ", given))}.");
        }

        string kind = given[0], target = node[kind]!.Text();
        node.Keys(["name", "truth", "n", kind, .. Own(kind)]);
        string otherwise = kind == "simulator" ? target : Path.GetFileNameWithoutExtension(target);
        if (kind == "synthesizer")
        {
            _ = node.Need("name");
        }

        StudySourceSpec source = new(node["name"]?.Name() ?? Default(node, otherwise), Enum.Parse<StudySourceKind>(kind, ignoreCase: true),
            target)
        {
            Truth = Truth(node["truth"], contrasts),
            Catalogues = node.Catalogues,
            Sizes = node["n"] is { } sizes ? StudyFile.Sizes(sizes) : null,
        };
        return kind switch
        {
            "simulator" => source with { Settings = Settings(node, target) },
            "model" => source,
            "bootstrap" => source with
            {
                Roles = Roles(node), Replace = node["replace"]?.Flag() ?? true,
                Cluster = node["cluster"]?.Text(), Weights = node["weights"]?.Text(),
            },
            "synthesizer" => StudyFittingFile.Fitting(source, node),
            _ => source with { Roles = Roles(node), Mechanisms = Mechanisms(node) },
        };
    }

    private static string[] Own(string kind) => kind switch
    {
        "simulator" => ["set"],
        "model" => [],
        "bootstrap" => BootstrapKeys,
        "synthesizer" => [.. RoleKeys, .. MechanismKeys, .. StudyFittingFile.Keys, "set"],
        _ => [.. RoleKeys, .. MechanismKeys, "set"],
    };

    // A file's name need not be one that results can have.
    private static string Default(StudyNode node, string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c =>
            char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+') ? name : throw node.Error("a source needs `name:`.");

    private static string[] Settings(StudyNode node, string simulator)
    {
        Part<ISimulator> part = node.Catalogues.Simulators.Find(node["simulator"]!.Word(node.Catalogues.Simulators.Names));
        if (node["set"] is not { } set)
        {
            return [];
        }

        set.Keys([.. part.Options.Fields.Select(field => field.Name.Replace('-', '_'))]);
        List<string> settings = [];
        foreach ((string key, StudyNode value) in set.Entries())
        {
            settings.Add($"{key}={value.Text()}");
            value.Checked(() => node.Catalogues.CreateSimulator(simulator, settings));
        }

        return [.. settings];
    }

    internal static LoadOptions Roles(StudyNode node)
    {
        if (node["schema"] is null)
        {
            _ = node.Need("treatment");
            _ = node.Need("outcome");
        }

        return new LoadOptions
        {
            Treatment = node["treatment"]?.Text(),
            Reference = node["reference"]?.Text(),
            Outcome = node["outcome"]?.Text(),
            Covariates = node["covariates"]?.List("a covariate").Select(c => c.Text()).ToArray(),
            Drop = node["drop"]?.List("a column").Select(c => c.Text()).ToArray(),
            SchemaPath = node["schema"]?.Text(),
        };
    }

    // Real covariates unless the file says otherwise; mechanisms that are quick to fit, so that shards need not share a fit.
    private static SynthesisPlan Mechanisms(StudyNode node) => StudyFittingFile.Plan(node, new SynthesisRequest
    {
        Method = SequentialSynthesizer.Name,
        Options = [("generator", "bootstrap"), ("propensity", "logistic"), ("outcome-model", "stack")],
    });

    private static Dictionary<StudyTarget, double> Truth(StudyNode? node, IReadOnlyList<StudyContrast> contrasts)
    {
        StudyContrast?[] compared = contrasts.Count == 0 ? [null] : [.. contrasts];
        StudyTarget[] known = [.. Enum.GetValues<Estimand>().SelectMany(e => compared.Select(contrast => new StudyTarget(e, contrast)))];
        if (node is null)
        {
            return [];
        }

        if (!node.IsMap)
        {
            return compared.Length == 1 ? new() { [known[0]] = node.Number(_ => true, "or a map from estimands to numbers") }
                : throw node.Error($"`truth` is a map with several contrasts, such as `{known[0].Name}: 0.5`.");
        }

        node.Keys([.. known.Select(target => target.Name)]);
        return node.Entries().ToDictionary(entry => known.First(target => target.Name == entry.Key),
            entry => entry.Value.Number(_ => true, "in units of the outcome"));
    }
}
