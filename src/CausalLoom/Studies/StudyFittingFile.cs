using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Io;
using CausalLoom.Methods;
using CausalLoom.Synthesis;

namespace CausalLoom.Studies;

/// <summary>Reads what belongs to `synthesizer:` in a study file's sources.</summary>
internal static class StudyFittingFile
{
    private static readonly string[] Options = ["generator", "propensity", "calibration", "outcome_model", "outcome_noise", "dcr_filter",
        "dcr_quantile", "overlap_scale", "effect_scale", "heterogeneity", "average_effect", "tau", "kappa0", "kappa1", "log_alpha",
        "scenario", "mode", "outcome_range", "u_imbalance", "tilt", "proxies", "proxy_noise", "prior", "reconstruction", "control"];

    /// <summary>Its keys that no other source has.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["seed_rows", "fits", "method", "preset", "pool", "truth_is", .. Options.Skip(5)];

    /// <summary>A source, not yet linked to the one it is fitted to.</summary>
    public static StudySourceSpec Fitting(StudySourceSpec source, StudyNode node)
    {
        bool file = node["treatment"] is not null || node["schema"] is not null;
        StudySourceSpec from = file
            ? new StudySourceSpec(source.Name + " rows", StudySourceKind.Bootstrap, source.Target)
                { Roles = StudySourceFile.Roles(node), Replace = false, Truth = source.Truth }
            : source;
        if (!file)
        {
            _ = node.Need("seed_rows");
        }

        StudySourceFitting fitting = new(from, Plan(node))
        {
            IsFile = file,
            SeedRows = (int?)node["seed_rows"]?.Whole(10, 10_000_000),
            Fits = (int)(node["fits"]?.Whole(1, 100_000) ?? 1),
            Pool = (int?)node["pool"]?.Whole(10, 10_000_000),
            TruthIsSource = node["truth_is"]?.Word(["simulator", "source"]) == "source",
        };
        if (node["dcr_filter"] is { } filter && fitting.Plan.Synthesizer.NeedsHoldout && file && fitting.SeedRows is null)
        {
            throw filter.Error("`dcr_filter` measures distances against rows that are not fitted to: give "
                + "`seed_rows`, fewer than the file has.");
        }

        return source with { Fitting = fitting };
    }

    /// <summary>The sources, with those that are fitted to another one linked to it.</summary>
    /// <param name="sources">All sources.</param>
    /// <param name="nodes">Where each stands in the file.</param>
    /// <param name="sizes">The sample sizes.</param>
    public static StudySourceSpec[] Linked(StudySourceSpec[] sources, StudyNode[] nodes, int[] sizes) =>
        [.. sources.Select(source => source.Fitting is null ? source : Linked(source, sources, nodes, sizes))];

    private static StudySourceSpec Linked(StudySourceSpec source, StudySourceSpec[] sources, StudyNode[] nodes, int[] sizes)
    {
        StudyNode node = nodes[Array.IndexOf(sources, source)];
        StudySourceFitting fitting = source.Fitting!;
        if (fitting.Pool is { } pool && (source.Sizes ?? sizes).DefaultIfEmpty(0).Max() > pool)
        {
            throw node["pool"]!.Error(string.Create(CultureInfo.InvariantCulture,
                $"a pool of {pool} rows has no {(source.Sizes ?? sizes).Max()} rows without replacement: make it larger than each `n`."));
        }

        if (fitting.IsFile)
        {
            return source;
        }

        StudyNode target = node["synthesizer"]!;

        // A generator may be fitted to rows of a sandbox, which is fitted itself; no longer chains.
        string[] others = [.. sources.Where(s => s.Fitting is null || (s.Fitting.Sandbox is not null && fitting.Sandbox is null))
            .Select(s => s.Name)];
        if (!others.Contains(source.Target, StringComparer.Ordinal))
        {
            throw target.Error($"`synthesizer:` names another source of this study that is "
                + $"not fitted itself (or a sandbox), or a CSV file with `treatment:` and `outcome:` or `schema:`; there is no such source "
                + $"{CellText.Show(source.Target)}.{Suggestion.For(source.Target, others)}");
        }

        int at = Array.FindIndex(sources, s => s.Name == source.Target);
        StudySourceSpec from = sources[at].Fitting is null ? sources[at] : Linked(sources[at], sources, nodes, sizes);
        return fitting.Plan.Synthesizer.NeedsHoldout && from.Kind == StudySourceKind.Bootstrap
            ? throw node["dcr_filter"]!.Error("`dcr_filter` measures distances against rows that are not fitted to, which a bootstrap "
                + "cannot keep apart: name the CSV file itself, with its roles and `seed_rows`.")
            : source with { Fitting = fitting with { From = from } };
    }

    /// <summary>The plan of a source's options.</summary>
    /// <param name="node">Where they stand.</param>
    /// <param name="otherwise">What is had where the file says nothing.</param>
    public static SynthesisPlan Plan(StudyNode node, SynthesisRequest otherwise)
    {
        string[] given = [.. Options.Where(key => node[key] is not null)];
        SynthesisRequest asked = otherwise with
        {
            Method = node["method"] is { } method ? method.Checked(() => node.Catalogues.Methods.Find(method.Text()).Name)
                : otherwise.Method,
            Preset = node["preset"] is { } preset ? preset.Checked(() => node.Catalogues.Presets.Find(preset.Text()).Name) : null,
            Options = [.. otherwise.Options, .. given.Select(key => (key.Replace('_', '-'), node[key]!.Text()))],
            Settings = Settings(node["set"]),
        };

        // A word that is wrong in itself is shown where it stands; what does not go together, at the first that is named.
        foreach (string key in given)
        {
            node[key]!.Checked(() => SynthesisPlan.CheckOption(asked, key.Replace('_', '-'), node[key]!.Text(), node.Catalogues));
        }

        try
        {
            return SynthesisPlan.Of(asked, node.Catalogues);
        }
        catch (CausalLoomException e)
        {
            StudyNode? first = OptionNames.In(e.Message).Select(name => node[StudyNode.Key(name)]).FirstOrDefault(at => at is not null);
            throw (first ?? node["set"] ?? node).Error(StudyNode.Spelt(e.Message));
        }
    }

    private static OptionSetting[] Settings(StudyNode? node) => node is null ? []
        : [.. node.Entries().Select(entry => entry.Value.Checked(() => OptionSetting.Parse(
            $"{entry.Key}={string.Join(',', entry.Value.List("a value").Select(item => item.Text()))}")))];

    private static SynthesisPlan Plan(StudyNode node)
    {
        SynthesisPlan plan = Plan(node, new SynthesisRequest { Method = HybridSynthesizer.Name });
        string? generator = plan.Part("generator");
        if (generator is "great" or "llm")
        {
            throw node["generator"]!.Error($"`{generator}` needs a checkpoint or a server, which a study file cannot name: fit it "
                + $"with `causalloom fit` and use `model:`.");
        }

        bool ownTruth = node["truth_is"]?.Text() == "simulator";
        return ownTruth && !plan.Synthesizer.GivesTruth
            ? throw node["truth_is"]!.Error("a joint model knows no effect of its own: leave `truth_is` out, or say `source`.")
            : plan;
    }
}
