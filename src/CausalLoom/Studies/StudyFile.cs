using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Io;
using CausalLoom.Studies.Evaluations;

namespace CausalLoom.Studies;

/// <summary>Reads study files (docs/studies.md, docs/study.schema.json). What is wrong is said in one line, with line and column.</summary>
public static class StudyFile
{
    /// <summary>The longest study file that is read.</summary>
    public const int MaxBytes = 4 << 20;

    private static readonly string[] RootKeys = ["name", "aims", "seed", "replicates", "block", "truth_rows", "n", "sources", "estimands",
        "contrasts", "methods", "doubts", "evaluations", "table", "measures", "precision"];
    private static readonly string[] MethodKeys = ["name", "estimator", "nuisance", "folds", "clip", "known_propensity", "preset",
        "repeats", "weights", "trim", "augment"];

    /// <summary>Reads a study file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalogues">Where names are looked up; null: this library's.</param>
    /// <exception cref="CausalLoomException">It cannot be read, or is not a study.</exception>
    public static Study Read(string path, Catalogues? catalogues = null) => Parse(InputFile.ReadText(path, MaxBytes), path, catalogues);

    /// <summary>Reads a study from text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="catalogues">Where names are looked up; null: this library's.</param>
    /// <exception cref="CausalLoomException">It is not a study; the message has line and column.</exception>
    public static Study Parse(string yaml, string file, Catalogues? catalogues = null)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        StudyNode root = StudyNode.Load(yaml, file, catalogues ?? Catalogues.Default).Keys(RootKeys);
        // Sizes, replicates and estimands are those of methods: a study that evaluates fits alone may leave them out.
        StudyNode? OfMethods(string key) => root["methods"] is null && root["evaluations"] is not null ? root[key] : root.Need(key);
        int[] sizes = root["n"] is { } n ? Sizes(n) : [];
        StudyContrast[] contrasts = root["contrasts"] is { } compared ? Different(compared, "a contrast", Contrast) : [];
        StudySourceSpec[] sources = Named(
            root.Need("sources"), "a source", node => StudySourceFile.Source(node, contrasts), source => source.Name);
        sources = StudyFittingFile.Linked(sources, root.Need("sources").List("a source"), sizes);
        bool doubts = root["doubts"]?.Flag() ?? false;
        StudyMethodSpec[] methods = root["methods"] is { } list
            ? Named(list, "a method", node => StudyMethodFile.Method(node.Keys(MethodKeys), sources) with { Doubts = doubts },
                method => method.Name) : [];
        StudyEvaluationSpec[] evaluations = root["evaluations"] is { } measured
            ? Named(measured, "an evaluation", node => StudyEvaluationFile.Evaluation(node, sources), e => e.Name) : [];
        if (methods.Length + evaluations.Length == 0)
        {
            throw root.Error("a study needs `methods:`, `evaluations:` or both.");
        }

        if (contrasts.Length > 0 && methods.FirstOrDefault(m => m.Augment is not null) is { } augmented)
        {
            throw root["contrasts"]!.Error($"the method '{augmented.Name}' has `augment`, which is for two arms: leave one of them out.");
        }

        // Sizes may stand beside each source instead.
        ILookup<bool, StudySourceSpec> lends = sources.ToLookup(s => methods.Any(m => m.Augment?.Donors == s.Name));
        if (methods.Length > 0 && lends[false].Any(source => source.Sizes is null))
        {
            _ = root.Need("n");
        }

        return new Study
        {
            Name = root.Need("name").Text(),
            Aims = root["aims"]?.Text() ?? string.Empty,
            Seed = root["seed"]?.Whole(long.MinValue, long.MaxValue) ?? 1,
            Replicates = (int)(OfMethods("replicates")?.Whole(1, 10_000_000) ?? 0),
            Block = (int)(root["block"]?.Whole(1, 1_000_000) ?? Study.DefaultBlock),
            TruthRows = (int)(root["truth_rows"]?.Whole(1000, 1_000_000_000) ?? Study.DefaultTruthRows),
            Sizes = sizes,
            SizesPlace = root["n"]?.Place ?? string.Empty,
            Sources = lends[false].Any() ? [.. lends[false]]
                : throw root.Need("sources").Error("all sources are donors: at least one has to be studied."),
            Donors = [.. lends[true]],
            Estimands = root["estimands"] is { } estimands ? Different(estimands, "an estimand", Estimand)
                : [Estimation.Average.Estimand.Ate],
            Contrasts = contrasts,
            Methods = methods,
            Evaluations = evaluations,
            Table = root["table"] is { } table ? StudyTableFile.Table(table, evaluations) : null,
            Measures = root["measures"] is { } measures ? Different(measures, "a measure", node => node.Word([.. Performance.Names]))
                : Performance.Default(sources.Any(s => s.Fitting is not null)),
            Precision = Precision(root["precision"]),
        };
    }

    internal static int[] Sizes(StudyNode node) => Different(node, "`n`", n => (int)n.Whole(4, 100_000_000));

    internal static Estimand Estimand(StudyNode node)
    {
        string[] names = [.. Enum.GetValues<Estimand>().Select(e => e.Name())];
        return Estimands.Parse(node.Word(names));
    }

    // Names of results have the levels in them, and results are cells with commas.
    private static StudyContrast Contrast(StudyNode node)
    {
        string[] levels = [.. node.List("a level").Select(level => level.Text() is var name && name.All(c =>
            c is not (',' or '"') && !char.IsControl(c)) ? name : throw level.Error("a level in a contrast has no comma and no quote."))];
        return levels.Length == 2 && levels[0] != levels[1] ? new StudyContrast(levels[0], levels[1])
            : throw node.Error("a contrast is a level and what it is held against: `[high, control]`.");
    }

    private static Dictionary<string, double> Precision(StudyNode? node)
    {
        Dictionary<string, double> wanted = new(StringComparer.Ordinal);
        foreach ((string key, StudyNode value) in node?.Keys([.. Performance.Names]).Entries() ?? [])
        {
            wanted[key] = value.Number(w => w > 0, "above 0");
        }

        return wanted;
    }

    private static T[] Different<T>(StudyNode node, string item, Func<StudyNode, T> read)
    {
        HashSet<T> seen = [];
        return [.. node.List(item).Select(child =>
        {
            T value = read(child);
            return seen.Add(value) ? value : throw child.Error($"{item} is there twice.");
        })];
    }

    // Names are parts of file names, which on some systems do not tell upper from lower case.
    private static T[] Named<T>(StudyNode node, string item, Func<StudyNode, T> read, Func<T, string> name)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        return [.. node.List(item).Select(child =>
        {
            T value = read(child);
            return seen.Add(name(value)) ? value
                : throw child.Error($"{item} with the name '{name(value)}' is there twice: give each a `name:` of its own.");
        })];
    }
}
