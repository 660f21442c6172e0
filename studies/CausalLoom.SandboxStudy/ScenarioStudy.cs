using System.Diagnostics;
using System.Globalization;
using CausalLoom.Generators;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Sandbox.Scenarios;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Synthesis;

namespace CausalLoom.SandboxStudy;

/// <summary>The paper's five scenarios on one data set, in exact mode, for several training seeds: one line a figure of each run.</summary>
internal static class ScenarioStudy
{
    public const string Head = "data,scenario,seed,key,form,mean,sd";

    /// <summary>The ways of making a sandbox: exact mode, penalty mode, and the paper's preset with its mixture and with a Gaussian prior.</summary>
    public static readonly string[] Ways = ["exact", "penalty", "paper", "paper-gaussian"];

    public static void Run(StudyData data, string folder, int seeds, int draws, string way)
    {
        List<string> lines = [Head];
        string label = way == "exact" ? data.Name : $"{data.Name} {way}";
        for (int scenario = 1; scenario <= 5; scenario++)
        {
            for (int seed = 1; seed <= seeds; seed++)
            {
                lines.AddRange(Lines(data, label, way, scenario, seed, draws));
                File.WriteAllLines(Path.Combine(folder, label.Replace(' ', '-') + ".csv"), lines);
            }
        }

        Console.Write(ScenarioTable.Of(lines.Skip(1)));
    }

    /// <summary>The exact sandbox of some knobs, with the tool's own generator.</summary>
    public static ExactModel Fit(StudyData data, SandboxKnobs knobs, FitContext context)
    {
        ExactOptions options = new() { Generator = GeneratorRegistry.Create(SynthesizerFactory.Defaults.Generator!) };
        return new ExactSandbox(knobs, options).Plan(data.Rows, context).Fit(context);
    }

    private static ISandboxModel Fit(StudyData data, SandboxKnobs knobs, string way, FitContext context) => way switch
    {
        "exact" => Fit(data, knobs, context),
        "penalty" => PenaltySandbox.Fit(data.Rows, knobs, new PenaltyOptions(), context),
        "paper" => PenaltySandbox.Fit(data.Rows, knobs, PenaltyOptions.Paper, context),
        "paper-gaussian" => PenaltySandbox.Fit(data.Rows, knobs, PenaltyOptions.Paper with { Covariates = PenaltyOptions.Paper.Covariates with { Prior = CausalMixPriorKind.Gaussian } }, context),
        _ => throw new CausalLoomException($"There is no way '{way}'. There are: {string.Join(", ", Ways)}."),
    };

    private static IEnumerable<string> Lines(StudyData data, string label, string way, int scenario, int seed, int draws)
    {
        FitContext context = FitContext.ForSeed(seed, Environment.ProcessorCount).Child("sandbox study").Child(data.Name).Child(scenario);
        string name = string.Create(CultureInfo.InvariantCulture, $"{data.Name}-s{scenario}");
        SandboxKnobs knobs = SandboxScenarios.Find(name).Knobs.Bind(data.Rows, context.Child("knobs"));
        double start = Cpu();
        ISandboxModel model = Fit(data, knobs, way, context.Child("fit"));
        double fitted = Cpu();
        SandboxVerification seen = Verifier.Run(model, data.Rows, null, context.Child("verify"));
        double verified = Cpu();
        PaperEvaluationResult result = PaperEvaluator.Run(model, data.Rows, new PaperEvaluationOptions { Draws = draws }, context.Child("evaluate"));
        Console.Error.WriteLine($"{name} {way} seed {seed}: {(seen.Passed ? "passed" : "failed: " + string.Join(", ", seen.Failures))}");
        foreach (PaperFigure figure in result.Figures)
        {
            yield return Line(figure.Key, figure.Form.ToString(), figure.Mean, figure.Sd);
        }

        foreach ((string key, double value) in Checks(seen).Append(("cpu_fit", fitted - start)).Append(("cpu_verify", verified - fitted)).Append(("cpu_evaluate", Cpu() - verified)))
        {
            yield return Line(key, "Verification", value, double.NaN);
        }

        string Line(string key, string form, double mean, double sd) => string.Create(CultureInfo.InvariantCulture, $"{label},s{scenario},{seed},{key},{form},{Text(mean)},{Text(sd)}");
    }

    private static IEnumerable<(string Key, double Value)> Checks(SandboxVerification seen) =>
    [
        ("verify_passed", seen.Passed ? 1 : 0),
        .. new[] { seen.Tau, seen.Kappa0, seen.Kappa1 }.SelectMany(k => new[] { ($"verify_{k.Name}_slope", k.Slope), ($"verify_{k.Name}_r", k.Correlation), ($"verify_{k.Name}_skill", k.Skill) }),
        ("verify_c2st_covariates", seen.Fidelity.Covariates),
        ("verify_c2st_all", seen.Fidelity.All),
        ("verify_c2st_implied", seen.Fidelity.Implied),
    ];

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("0.######", CultureInfo.InvariantCulture) : string.Empty;

    private static double Cpu() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
}
