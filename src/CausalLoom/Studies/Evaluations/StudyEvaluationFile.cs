using CausalLoom.Io;

namespace CausalLoom.Studies.Evaluations;

/// <summary>Reads the `evaluations` of a study file.</summary>
internal static class StudyEvaluationFile
{
    private static readonly string[] Always = ["name", "evaluate", "sources", "figures"];

    private static readonly Dictionary<string, StudyEvaluationKind> Kinds = Enum.GetValues<StudyEvaluationKind>()
        .ToDictionary(k => new StudyEvaluationSpec(string.Empty, k).Evaluate, StringComparer.Ordinal);

    private static readonly Dictionary<StudyEvaluationKind, string[]> Own = new()
    {
        [StudyEvaluationKind.Verification] = ["units", "unit_draws"],
        [StudyEvaluationKind.CausalMix] = ["draws", "units", "unit_draws"],
        [StudyEvaluationKind.Metrics] = ["repeats", "rows"],
    };

    /// <summary>An evaluation.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="sources">The sources there are, linked.</param>
    public static StudyEvaluationSpec Evaluation(StudyNode node, IReadOnlyList<StudySourceSpec> sources)
    {
        node.Keys([.. Always, .. Own.Values.SelectMany(keys => keys).Distinct()]);
        string word = node.Need("evaluate").Word(Kinds.Keys);
        StudyEvaluationKind kind = Kinds[word];
        if (Own.Values.SelectMany(keys => keys).FirstOrDefault(key => node[key] is not null && !Own[kind].Contains(key)) is { } stray)
        {
            throw node[stray]!.Error($"`{stray}` has no meaning with `evaluate: {word}`: leave it out.");
        }

        StudyEvaluationSpec spec = Sized(new StudyEvaluationSpec(node["name"]?.Name() ?? word, kind)
            { Sources = Sources(node, word, kind, sources) }, node);
        string[] known = [.. spec.Create().Figures.Select(f => f.Key)];
        return spec with { Shown = node["figures"] is { } figures ? [.. figures.List("a figure").Select(f => f.Word(known))] : [] };
    }

    // Those it can measure, or the ones that the file names among them.
    private static string[] Sources(StudyNode node, string word, StudyEvaluationKind kind, IReadOnlyList<StudySourceSpec> sources)
    {
        string[] fit = [.. sources.Where(s =>
            s.Fitting is { } fitting && (kind == StudyEvaluationKind.Metrics || fitting.Sandbox is not null)).Select(s => s.Name)];
        string what = kind == StudyEvaluationKind.Metrics ? "`synthesizer:` sources" : "sandboxes (`synthesizer:` with `method: sandbox`)";
        return fit.Length == 0 ? throw node["evaluate"]!.Error($"`{word}` measures {what}, and there is none among the sources.")
            : node["sources"] is not { } named ? fit
            : [.. named.List("a source").Select(name => fit.Contains(name.Text()) ? name.Text() : throw name.Error($"`{word}` measures "
                + $"{what}, and {CellText.Show(name.Text())} is none.{Suggestion.For(name.Text(), fit)}")).Distinct()];
    }

    private static StudyEvaluationSpec Sized(StudyEvaluationSpec spec, StudyNode node)
    {
        int Whole(string key, int otherwise, int least, int most) => (int)(node[key]?.Whole(least, most) ?? otherwise);
        return spec.Kind switch
        {
            StudyEvaluationKind.Verification => spec with
            {
                Verification = spec.Verification with { Units = Whole("units", spec.Verification.Units, 1000, 10_000_000),
                    DrawsEach = Whole("unit_draws", spec.Verification.DrawsEach, 2, 100_000) },
            },
            StudyEvaluationKind.CausalMix => spec with
            {
                CausalMix = spec.CausalMix with
                {
                    Draws = Whole("draws", spec.CausalMix.Draws, 1, 10_000),
                    Units = Whole("units", spec.CausalMix.Units, 1000, 10_000_000),
                    DrawsEach = Whole("unit_draws", spec.CausalMix.DrawsEach, 2, 100_000),
                },
            },
            _ => spec with { Metrics = spec.Metrics with { Repeats = Whole("repeats", 1, 1, 1000) }, Rows = node["rows"] is null ? null
                : Whole("rows", 0, 20, 10_000_000) },
        };
    }
}
