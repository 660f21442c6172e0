using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.SandboxStudy;

/// <summary>The toy's grid behind the table of docs/sandbox.md: three forms of κ, with and without a request for overlap, several training seeds.</summary>
internal static class AcceptanceStudy
{
    private const string Tau = ".1 + .05*tanh(X_uniform)";

    private static readonly (string Name, string Kappa0, string Kappa1)[] Kappas =
    [
        ("constant", ".08", ".08"),
        ("of x", ".08*tanh(X_uniform)", ".08*tanh(X_uniform)"),
        ("opposite", ".08*tanh(X_uniform)", "-.08*tanh(X_uniform)"),
    ];

    public static void Run(string folder, int seeds)
    {
        StudyData toy = StudyData.Load(string.Empty, "toy");
        List<(string Kappa, string Overlap, int Seed, SandboxVerification Seen)> runs = [];
        foreach ((string name, string kappa0, string kappa1) in Kappas)
        {
            foreach (string overlap in new[] { "0", "X_bin" })
            {
                for (int seed = 1; seed <= seeds; seed++)
                {
                    runs.Add((name, overlap, seed, Measure(toy, new KnobTexts(Tau, kappa0, kappa1, overlap), seed)));
                    File.WriteAllLines(Path.Combine(folder, "acceptance.csv"), ["kappa,log_alpha,seed,passed,failures,tau_slope,tau_r,tau_mae,kappa0_skill,kappa1_skill,log_odds_off,association_off,c2st_covariates,c2st_all,c2st_implied", .. runs.Select(Line)]);
                }
            }
        }

        Console.WriteLine("| κ | log α | passed | τ slope | τ r | τ MAE | κ₀ skill | κ₁ skill | log odds off | correlations off | C2ST X | C2ST all | implied |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var group in runs.GroupBy(r => (r.Kappa, r.Overlap)))
        {
            double[][] figures = [.. group.Select(r => Figures(r.Seen))];
            string ranges = string.Join(" | ", Enumerable.Range(0, figures[0].Length).Select(k => string.Create(CultureInfo.InvariantCulture, $"{figures.Min(f => f[k]):0.####}–{figures.Max(f => f[k]):0.####}")));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {group.Key.Kappa} | {group.Key.Overlap} | {group.Count(r => r.Seen.Passed)} of {group.Count()} | {ranges} |"));
        }
    }

    private static SandboxVerification Measure(StudyData toy, KnobTexts texts, int seed)
    {
        FitContext context = FitContext.ForSeed(seed, Environment.ProcessorCount).Child("acceptance");
        ExactModel model = ScenarioStudy.Fit(toy, texts.Bind(toy.Rows, context.Child("knobs")), context.Child("fit"));
        return Verifier.Run(model, toy.Rows, null, context.Child("verify"));
    }

    private static double[] Figures(SandboxVerification seen) =>
    [
        seen.Tau.Slope, seen.Tau.Correlation, seen.Tau.MeanAbsoluteError, seen.Kappa0.Skill, seen.Kappa1.Skill,
        seen.Overlap.Bins.Max(b => Math.Abs(b.Delivered - b.Asked)),
        AssociationOff(seen),
        seen.Fidelity.Covariates, seen.Fidelity.All, seen.Fidelity.Implied,
    ];

    private static double AssociationOff(SandboxVerification seen) => seen.Association.Lines.Max(l => Math.Abs(l.Generated - l.Implied));

    private static string Line((string Kappa, string Overlap, int Seed, SandboxVerification Seen) run) => string.Join(',', (string[])
    [
        run.Kappa, run.Overlap, run.Seed.ToString(CultureInfo.InvariantCulture), run.Seen.Passed ? "1" : "0", string.Join(' ', run.Seen.Failures),
        .. Figures(run.Seen).Select(v => v.ToString("0.######", CultureInfo.InvariantCulture)),
    ]);
}
