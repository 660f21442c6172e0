using System.Diagnostics;
using System.Globalization;
using CausalLoom.Generators;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Sandbox.Scenarios;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Synthesis;

namespace CausalLoom.SandboxStudy;

/// <summary>The paper's five scenarios on one data set, in exact mode, for several training seeds: one line a figure of each run.</summary>
internal static class ScenarioStudy
{
    public const string Head = "data,scenario,seed,key,form,mean,sd";

    public static void Run(StudyData data, string folder, int seeds, int draws)
    {
        List<string> lines = [Head];
        for (int scenario = 1; scenario <= 5; scenario++)
        {
            for (int seed = 1; seed <= seeds; seed++)
            {
                lines.AddRange(Lines(data, scenario, seed, draws));
                File.WriteAllLines(Path.Combine(folder, data.Name + ".csv"), lines);
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

    private static IEnumerable<string> Lines(StudyData data, int scenario, int seed, int draws)
    {
        FitContext context = FitContext.ForSeed(seed, Environment.ProcessorCount).Child("sandbox study").Child(data.Name).Child(scenario);
        string name = string.Create(CultureInfo.InvariantCulture, $"{data.Name}-s{scenario}");
        SandboxKnobs knobs = SandboxScenarios.Find(name).Knobs.Bind(data.Rows, context.Child("knobs"));
        double start = Cpu();
        ExactModel model = Fit(data, knobs, context.Child("fit"));
        double fitted = Cpu();
        SandboxVerification seen = Verifier.Run(model, data.Rows, null, context.Child("verify"));
        double verified = Cpu();
        PaperEvaluationResult result = PaperEvaluator.Run(model, data.Rows, new PaperEvaluationOptions { Draws = draws }, context.Child("evaluate"));
        Console.Error.WriteLine($"{name} seed {seed}: {(seen.Passed ? "passed" : "failed: " + string.Join(", ", seen.Failures))}");
        foreach (PaperFigure figure in result.Figures)
        {
            yield return Line(figure.Key, figure.Form.ToString(), figure.Mean, figure.Sd);
        }

        foreach ((string key, double value) in Checks(seen).Append(("cpu_fit", fitted - start)).Append(("cpu_verify", verified - fitted)).Append(("cpu_evaluate", Cpu() - verified)))
        {
            yield return Line(key, "Verification", value, double.NaN);
        }

        string Line(string key, string form, double mean, double sd) => string.Create(CultureInfo.InvariantCulture, $"{data.Name},s{scenario},{seed},{key},{form},{Text(mean)},{Text(sd)}");
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
