using CausalLoom.Evaluation;
using CausalLoom.Report.Html;

namespace CausalLoom.Report.Sections;

/// <summary>The headline: one verdict for each desideratum, in words.</summary>
internal static class VerdictSection
{
    private static readonly (string Key, string Title, string Question)[] Desiderata =
    [
        ("covariates", "Covariates X", "Are the synthetic rows drawn from the same population?"),
        ("treatment", "Treatment W | X", "Is treatment assigned as it was in the real data?"),
        ("outcome", "Outcome Y | W, X", "Are effects the same, row by row?"),
        ("effect", "Average effect", "Does an analysis give the same answer?"),
        ("copying", "Copying", "Are these new rows, and not the real ones again?"),
    ];

    // Judged where there is anything to judge.
    private static readonly Dictionary<string, (string Title, string Question)> More = new(StringComparer.Ordinal)
    {
        ["interval"] = ("Intervals", "May an analyst take intervals from these rows for the population's?"),
        ["rules"] = ("Rules", "Do the synthetic rows keep what no real row breaks?"),
    };

    public static Markup Of(IReadOnlyList<Verdict> verdicts) => Markup.Of($"""
        <section id="verdict" aria-labelledby="verdict-h"><h2 id="verdict-h">Verdict</h2>
        <p class="headline">{Headline(verdicts)}</p>
        <div class="verdicts">
        {Known(verdicts)}{Others(verdicts)}</div></section>

        """);

    private static string Headline(IReadOnlyList<Verdict> verdicts)
    {
        if (verdicts.Count == 0)
        {
            return "No verdict was reached.";
        }

        int Of(VerdictLevel level) => verdicts.Count(v => v.Level == level);
        (int met, int caution, int failed) = (Of(VerdictLevel.Pass), Of(VerdictLevel.Caution), Of(VerdictLevel.Fail));
        string reserve = caution == 0 ? string.Empty : $", {caution} with a reservation";
        string fail = failed == 0 ? "none is failed" : $"{failed} {(failed == 1 ? "is" : "are")} failed";
        return $"{met} of {verdicts.Count} requirements are met{reserve}; {fail}.";
    }

    private static IEnumerable<Markup> Known(IReadOnlyList<Verdict> verdicts) => Desiderata.Select(d =>
        verdicts.FirstOrDefault(v => v.Desideratum == d.Key) is { } verdict ? Card(d.Title, d.Question, verdict)
            : NotJudged(d.Title, d.Question));

    private static IEnumerable<Markup> Others(IReadOnlyList<Verdict> verdicts) => verdicts
        .Where(v => Desiderata.All(d => d.Key != v.Desideratum))
        .Select(v => More.TryGetValue(v.Desideratum, out (string Title, string Question) known)
            ? Card(known.Title, known.Question, v) : Card(v.Desideratum, string.Empty, v));

    private static Markup Card(string title, string question, Verdict verdict)
    {
        (string css, string icon, string word) = verdict.Level switch
        {
            VerdictLevel.Pass => ("pass", "✓", "met"),
            VerdictLevel.Caution => ("caution", "!", "with a reservation"),
            _ => ("fail", "✕", "failed"),
        };
        return Markup.Of($"""
            <article class="verdict {css}"><div class="badge"><span class="icon" aria-hidden="true">{icon}</span>{word}</div>
            <h3>{title}</h3><p class="question">{question}</p><p>{verdict.Text}</p></article>

            """);
    }

    private static Markup NotJudged(string title, string question) => Markup.Of($"""
        <article class="verdict none"><div class="badge"><span class="icon" aria-hidden="true">–</span>not judged</div>
        <h3>{title}</h3><p class="question">{question}</p></article>

        """);
}
