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
    private static readonly string[] RoleKeys = ["treatment", "outcome", "covariates", "drop", "schema"];
    private static readonly string[] MechanismKeys = ["generator", "propensity", "calibration", "outcome_model", "outcome_noise"];

    public static StudySourceSpec Source(StudyNode node)
    {
        string[] given = node.IsMap ? [.. Kinds.Where(kind => node[kind] is not null)]
            : throw node.Error($"a source is `name: …` and one of {Any}.");
        if (given.Length != 1)
        {
            node.Keys(["name", "truth", .. Kinds, "set", .. RoleKeys, "replace", .. MechanismKeys, .. StudyFittingFile.Keys]);
            throw node.Error($"a source has one of {Any}; this has {(given.Length == 0 ? "none" : string.Join(" and ", given))}.");
        }

        string kind = given[0], target = node[kind]!.Text();
        node.Keys(["name", "truth", kind, .. Own(kind)]);
        string otherwise = kind == "simulator" ? target : Path.GetFileNameWithoutExtension(target);
        if (kind == "synthesizer")
        {
            _ = node.Need("name");
        }

        StudySourceSpec source = new(node["name"]?.Name() ?? Default(node, otherwise), Enum.Parse<StudySourceKind>(kind, ignoreCase: true),
            target) { Truth = Truth(node["truth"]), Catalogues = node.Catalogues };
        return kind switch
        {
            "simulator" => source with { Settings = Settings(node, target) },
            "model" => source,
            "bootstrap" => source with { Roles = Roles(node), Replace = node["replace"]?.Flag() ?? true },
            "synthesizer" => StudyFittingFile.Fitting(source, node),
            _ => source with { Roles = Roles(node), Mechanisms = Mechanisms(node) },
        };
    }

    private static string[] Own(string kind) => kind switch
    {
        "simulator" => ["set"],
        "model" => [],
        "bootstrap" => [.. RoleKeys, "replace"],
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

    private static Dictionary<Estimand, double> Truth(StudyNode? node)
    {
        Dictionary<Estimand, double> truth = [];
        if (node is null)
        {
            return truth;
        }

        if (!node.IsMap)
        {
            truth[Estimand.Ate] = node.Number(_ => true, "or a map from estimands to numbers");
            return truth;
        }

        node.Keys([.. Enum.GetValues<Estimand>().Select(e => e.Name())]);
        foreach ((string key, StudyNode value) in node.Entries())
        {
            truth[Estimands.Parse(key)] = value.Number(_ => true, "in units of the outcome");
        }

        return truth;
    }
}
