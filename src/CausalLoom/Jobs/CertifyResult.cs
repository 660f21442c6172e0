using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Methods;

namespace CausalLoom.Jobs;

/// <summary>What a release gives an analyst.</summary>
/// <param name="Job">What was asked.</param>
/// <param name="Plan">How the release was made.</param>
/// <param name="Read">What was read.</param>
/// <param name="Effect">Worlds with the data's effect, or the population's.</param>
/// <param name="None">Worlds without an average effect; null where there are none.</param>
public sealed record CertifyResult(CertifyJob Job, SynthesisPlan Plan, ReadFacts Read, ReleaseTally Effect, ReleaseTally? None) : IJobResult
{
    /// <summary>The least coverage of 95 % intervals that is certified; below it by more than two Monte-Carlo errors is a
    /// failure.</summary>
    public const double LeastCoverage = 0.93;

    /// <summary>What fits had to say.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// `certified` where the lowest coverage of the release's intervals is surely at least <see cref="LeastCoverage"/>, `not certified`
    /// where
    /// it is surely below, else `cannot tell`: two Monte-Carlo standard errors are surely.
    /// </summary>
    public string Verdict
    {
        get
        {
            ReleasePerformance[] told = [.. Tallies.SelectMany(tally => tally.Tally.Lines).Where(line => line.Analysis == "release")];
            return told.Length == 0 || told.Any(line => line.Intervals == 0) ? "cannot tell"
                : told.Any(line => line.Coverage + (2 * line.Error(line.Coverage)) < LeastCoverage) ? "not certified"
                : told.All(line => line.Coverage - (2 * line.Error(line.Coverage)) >= LeastCoverage) ? "certified" : "cannot tell";
        }
    }

    /// <summary>The result with every line.</summary>
    public string Json() => JobJson.Text(new JsonObject
    {
        ["version"] = Product.Version,
        ["seed"] = Job.Seed,
        ["n"] = Job.Release.RealRows,
        ["m"] = Job.Release.SyntheticRows ?? Job.Release.RealRows,
        ["copies"] = Job.Release.Copies,
        ["method"] = Plan.Method,
        ["generator"] = Plan.Part("generator"),
        ["worlds"] = Job.Worlds,
        ["population"] = Job.PopulationTruth is null ? "plasmode" : "rows",
        ["estimand"] = Estimation.Average.Estimands.Name(Job.Analysis.Estimand),
        ["verdict"] = Verdict.Replace(' ', '_'),
        ["least_coverage"] = LeastCoverage,
        ["with_effect"] = Of(Effect),
        ["without_effect"] = None is null ? null : Of(None),
        ["warnings"] = JobJson.Texts(Warnings),
        ["data"] = Read.Json(),
    });

    /// <summary>A table and a verdict.</summary>
    public string Summary()
    {
        StringBuilder text = new();
        foreach ((string what, ReleaseTally tally) in Tallies)
        {
            text.Append(CultureInfo.InvariantCulture, $"{what}, {tally.Worlds} worlds (n = {Job.Release.RealRows}, "
                + $"m = {Job.Release.SyntheticRows ?? Job.Release.RealRows}{(Job.Release.Copies > 1
                    ? $", {Job.Release.Copies} copies" : string.Empty)})\n");
            text.Append($"{"interval from",-28} {"estimator",-10} {"contrast",-22} {"coverage",-16} {"excludes 0",-16} {"SE ratio",9} "
                + $"{"SE / real",10}\n");
            foreach (ReleasePerformance line in tally.Lines)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Named(line.Analysis),-28} {line.Estimator,-10} "
                    + $"{VisibleText.Name(line.Level) + " − " + VisibleText.Name(line.Reference),-22} {Share(line, line.Coverage),-16} "
                    + $"{Share(line, line.Rejection),-16} {line.SeRatio,9:0.00} {line.SeOverReal,10:0.00}\n");
            }

            foreach ((string reason, int worlds) in tally.Failures)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"warning: {worlds} worlds could not be gone through: {VisibleText.Line(reason)}\n");
            }
        }

        return text.Append(CultureInfo.InvariantCulture,
            $"{Verdict}: coverage of 95 % intervals by the release file, of at least {LeastCoverage}\n").ToString();
    }

    /// <summary>The tallies by what they are of.</summary>
    public IReadOnlyList<(string What, ReleaseTally Tally)> Tallies =>
        [(Job.PopulationTruth is null ? "With the data's effect" : "With the population's effect", Effect),
            .. None is null ? Array.Empty<(string, ReleaseTally)>() : [("Without an effect", None)]];

    /// <summary>What an analysis is from.</summary>
    public static string Named(string analysis) => analysis switch
    {
        "real" => "the real rows",
        "rows" => "released rows as they are",
        "within" => "copies, Raab's rule",
        "between" => "copies, between them",
        _ => "released rows, release file",
    };

    private static string Share(ReleasePerformance line, double share) => line.Intervals == 0 ? "no interval"
        : string.Create(CultureInfo.InvariantCulture, $"{share:0.000} ({line.Error(share):0.000})")
            + (line.NoInterval > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {line.Intervals}") : string.Empty);

    private static JsonObject Of(ReleaseTally tally) => new()
    {
        ["worlds"] = tally.Worlds,
        ["failed"] = new JsonArray([.. tally.Failures.Select(failure => (JsonNode)new JsonObject
            { ["reason"] = failure.Reason, ["worlds"] = failure.Worlds })]),
        ["intervals"] = new JsonArray([.. tally.Lines.Select(line => (JsonNode)new JsonObject
        {
            ["from"] = line.Analysis, ["estimator"] = line.Estimator, ["level"] = line.Level, ["reference"] = line.Reference,
            ["truth"] = line.Truth, ["worlds"] = line.Worlds, ["no_interval"] = line.NoInterval,
            ["coverage"] = Finite(line.Coverage), ["coverage_se"] = Finite(line.Error(line.Coverage)),
            [line.Truth == 0 ? "type_1_error" : "power"] = Finite(line.Rejection),
            [line.Truth == 0 ? "type_1_error_se" : "power_se"] = Finite(line.Error(line.Rejection)),
            ["bias"] = line.Bias, ["empirical_se"] = Finite(line.EmpiricalSe), ["se_ratio"] = Finite(line.SeRatio),
            ["se_over_real"] = Finite(line.SeOverReal),
        })]),
    };

    private static JsonValue? Finite(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
