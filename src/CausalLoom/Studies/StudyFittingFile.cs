using System.Globalization;
using CausalLoom.Io;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Synthesis;

namespace CausalLoom.Studies;

/// <summary>Reads what belongs to `synthesizer:` in a study file's sources.</summary>
internal static class StudyFittingFile
{
    private static readonly Dictionary<string, Func<string, SynthesisRequest>> Words = new(StringComparer.Ordinal)
    {
        ["method"] = word => new(Method: word) { AverageEffect = word == MarginalEffect.Name ? 0 : null },
        ["generator"] = word => new(Generator: word),
        ["propensity"] = word => new(Propensity: word),
        ["outcome_model"] = word => new(OutcomeModel: word),
        ["outcome_noise"] = word => new(Noise: word),
        ["preset"] = word => new(Method: word == SynthesisRequest.HybridPaper ? HybridSynthesizer.Name : null, Preset: word),
    };

    /// <summary>Keys of plasmodes with knobs.</summary>
    public static IReadOnlyList<string> Tuned { get; } = ["overlap_scale", "effect_scale", "heterogeneity", "average_effect"];

    /// <summary>Its keys that no other source has.</summary>
    public static IReadOnlyList<string> Keys
        { get; } = ["seed_rows", "fits", "method", "preset", "dcr_filter", "pool", "truth_is", .. Tuned, .. StudySandboxFile.Keys];

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

        SandboxRequest? sandbox = StudySandboxFile.Read(node);
        StudySourceFitting fitting = new(from, sandbox is null ? Request(node) : new SynthesisRequest(ExactSandbox.Name, sandbox.Generator))
        {
            Sandbox = sandbox,
            IsFile = file,
            SeedRows = (int?)node["seed_rows"]?.Whole(10, 10_000_000),
            Fits = (int)(node["fits"]?.Whole(1, 100_000) ?? 1),
            Pool = (int?)node["pool"]?.Whole(10, 10_000_000),
            TruthIsSource = node["truth_is"]?.Word(["simulator", "source"]) == "source",
        };
        if (node["dcr_filter"] is { } filter && fitting.Request.DcrFilter && file && fitting.SeedRows is null)
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
        if (fitting.Pool is { } pool && sizes.DefaultIfEmpty(0).Max() > pool)
        {
            throw node["pool"]!.Error(string.Create(CultureInfo.InvariantCulture,
                $"a pool of {pool} rows has no {sizes.Max()} rows without replacement: make it larger than each `n`."));
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
        return fitting.Request.DcrFilter && from.Kind == StudySourceKind.Bootstrap
            ? throw node["dcr_filter"]!.Error("`dcr_filter` measures distances against rows that are not fitted to, which a bootstrap "
                + "cannot keep apart: name the CSV file itself, with its roles and `seed_rows`.")
            : source with { Fitting = fitting with { From = from } };
    }

    // Word by word all is well: what is left is what does not go together. It is reported where the first of it stands.
    private static SynthesisRequest Together(StudyNode node, SynthesisRequest asked)
    {
        try
        {
            return ComparisonFactory.Resolve(asked);
        }
        catch (CausalLoomException e)
        {
            StudyNode? first = OptionNames.In(e.Message) is [var name, ..] ? node[StudyNode.Key(name)] : null;
            throw (first ?? node).Error(StudyNode.Spelt(e.Message));
        }
    }

    private static SynthesisRequest Request(StudyNode node)
    {
        foreach ((string key, Func<string, SynthesisRequest> alone) in Words)
        {
            node[key]?.Checked(() => ComparisonFactory.Resolve(alone(node[key]!.Text())));
        }

        SynthesisRequest asked = new(
            node["method"]?.Text() ?? HybridSynthesizer.Name,
            node["generator"]?.Text(),
            node["propensity"]?.Text(),
            node["outcome_model"]?.Text(),
            node["outcome_noise"]?.Text(),
            node["preset"]?.Text(),
            null,
            node["dcr_filter"]?.Flag() ?? false)
        {
            OverlapScale = node["overlap_scale"]?.Number(v => v is >= 0 and <= 100, "from 0 to 100"),
            EffectScale = node["effect_scale"]?.Number(_ => true, "such as 0.5"),
            Heterogeneity = node["heterogeneity"]?.Number(v => v is >= 0 and <= 1, "from 0 to 1"),
            AverageEffect = node["average_effect"]?.Number(_ => true, "in units of the outcome"),
        };
        if (asked.Generator is "great" or "llm")
        {
            throw node["generator"]!.Error($"`{asked.Generator}` needs a checkpoint or a server, which a study file cannot name: fit it "
                + $"with `causalloom fit` and use `model:`.");
        }

        SynthesisRequest resolved = Together(node, asked);
        node.Checked(() => ComparisonFactory.Create(resolved));
        bool ownTruth = node["truth_is"]?.Text() == "simulator";
        return ownTruth && resolved.Method == JointSynthesizer.Name
            ? throw node["truth_is"]!.Error("a joint model knows no effect of its own: leave `truth_is` out, or say `source`.")
            : resolved;
    }
}
