using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Studies;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Studies;

/// <summary>Studies of treatments with more than two levels.</summary>
public sealed class StudyContrastTests : IDisposable
{
    private const string Yaml = """
        name: doses
        replicates: 3
        n: 300
        truth_rows: 20000
        sources: [{ simulator: four-arm }]
        estimands: [ate, atc]
        contrasts: [[low, control], [high, control], [high, low], [control, low]]
        methods: [{ estimator: aipw, nuisance: linear }, { estimator: ipw, nuisance: linear }]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("contrasts").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EachContrastIsHeldAgainstItsOwnEffect()
    {
        StudyFolder folder = Run(Yaml);
        StudySummary summary = StudySummary.Write(folder);
        Assert.True(summary.IsComplete);
        Assert.Equal(2 * 2 * 4, summary.Rows.Count);
        Assert.All(summary.Rows, row => Assert.Equal((3, 0), (row.Replicates, row.Failures)));
        Assert.Equal(-0.75, Truth("ate low vs control"), 12);
        Assert.Equal(-3.2, Truth("ate high vs control"), 12);
        Assert.Equal(-2.45, Truth("ate high vs low"), 12);

        // Those who had the reference, by hand on rows that the study did not draw; 6 standard errors of both.
        (double value, double se) = ByHand(high: 1, low: 2);
        StudySummaryRow row = summary.Rows.First(r => r.Estimand == "atc high vs low");
        Assert.InRange(row.Truth, value - (6 * Both(se, row.TruthSe)), value + (6 * Both(se, row.TruthSe)));
        Assert.True(Math.Abs(value - Truth("ate high vs low")) > 12 * se, "The populations' effects should differ.");

        double Truth(string target) => summary.Rows.First(r => r.Estimand == target).Truth;
    }

    [Fact]
    public void ContrastsOfOneReplicateAgreeWithOneAnother()
    {
        Study study = StudyFile.Parse(Yaml, "s.yaml");
        StudySource source = StudySource.Open(study.Sources[0], _folder, FitContext.ForSeed(1));
        ILookup<string, double> found = StudyRunner
            .Replicate(study, source, 300, 1, null, TestContext.Current.CancellationToken)
            .ToLookup(r => $"{r.Method} {r.Target.Name}", r => r.Estimate!.Value.Estimate);
        foreach (string method in new[] { "aipw", "ipw" })
        {
            double low = One("ate low vs control"), high = One("ate high vs control");
            Assert.Equal(high - low, One("ate high vs low"), 10);
            Assert.Equal(-low, One("ate control vs low"), 10);
            Assert.NotEqual(One("atc low vs control"), low);

            double One(string target) => Assert.Single(found[$"{method} {target}"]);
        }
    }

    [Theory]
    [InlineData("contrasts: [[low, control], [high, control], [high, low], [control, low]]\n", "",
        "has 4 levels (control, high, low, mid): say which are compared, as in `contrasts: [[high, control]]`")]
    [InlineData("[high, low]", "[hihg, low]", "the treatment has no level 'hihg'. Did you mean 'high'?")]
    public void WhatASourceDoesNotHaveIsSaidBeforeTheWork(string right, string wrong, string expected)
    {
        string yaml = Yaml.Replace("\r\n", "\n", StringComparison.Ordinal).Replace(right, wrong, StringComparison.Ordinal);
        string message = Assert.Throws<CausalLoomException>(() => Run(yaml)).Message;
        Assert.StartsWith("Source 'four-arm': ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[high, low]", "[high]", 7, "a contrast is a level and what it is held against")]
    [InlineData("[high, low]", "[low, low]", 7, "a contrast is a level and what it is held against")]
    [InlineData("[high, low]", "[low, control]", 7, "a contrast is there twice")]
    [InlineData("[high, low]", "[high, 'a,b']", 7, "no comma")]
    [InlineData("simulator: four-arm", "simulator: four-arm, truth: 1", 5, "`truth` is a map with several contrasts")]
    [InlineData("simulator: four-arm", "simulator: four-arm, truth: { ate: 1 }", 5, "no key 'ate'")]
    public void AMistakeIsOneLine(string right, string wrong, int line, string expected)
    {
        string yaml = Yaml.Replace("\r\n", "\n", StringComparison.Ordinal).Replace(right, wrong, StringComparison.Ordinal);
        string message = Assert.Throws<CausalLoomException>(() => StudyFile.Parse(yaml, "s.yaml")).Message;
        Assert.StartsWith(FormattableString.Invariant($"s.yaml, line {line}, column "), message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATruthMayBeStatedOfAContrast()
    {
        Study study = StudyFile.Parse(
            Yaml.Replace("simulator: four-arm", "simulator: four-arm, truth: { ate high vs low: 2 }", StringComparison.Ordinal), "s.yaml");
        StudySource source = StudySource.Open(study.Sources[0], _folder, FitContext.ForSeed(1));
        StudyTarget target = new(Estimand.Ate, new StudyContrast("high", "low"));
        Assert.Equal((2.0, 0.0), source.Truth(target, 1000, RandomStream.Of(1), TestContext.Current.CancellationToken));
    }

    // Two arms with names: the contrast turned round is the negative.
    [Fact]
    public void TwoArmsMayBeTurnedRound()
    {
        Study study = StudyFile.Parse("""
            name: two
            replicates: 1
            n: 200
            sources: [{ simulator: hybrid }]
            contrasts: [["1", "0"], ["0", "1"]]
            methods: [{ estimator: tmle, nuisance: linear }]
            """, "s.yaml");
        StudySource source = StudySource.Open(study.Sources[0], _folder, FitContext.ForSeed(1));
        IReadOnlyList<(string, StudyTarget, StudyEstimate? Estimate, string)> rows = StudyRunner
            .Replicate(study, source, 200, 1, null, TestContext.Current.CancellationToken);
        Assert.Equal(rows[0].Estimate!.Value.Estimate, -rows[1].Estimate!.Value.Estimate, 12);
        Assert.Equal(rows[0].Estimate!.Value.Se, rows[1].Estimate!.Value.Se, 12);
    }

    private static (double Value, double Se) ByHand(int high, int low)
    {
        Truth truth = new FourArmSimulator(new FourArmSimulatorOptions()).Draw(40_000, RandomStream.Of(77)).Truth!;
        double[] h = truth.Propensity[low], tau = truth.Cate(high, low);
        double value = h.Zip(tau, (a, b) => a * b).Sum() / h.Sum();
        return (value, Math.Sqrt(h.Zip(tau, (a, b) => a * a * (b - value) * (b - value)).Sum()) / h.Sum());
    }

    private static double Both(double a, double b) => Math.Sqrt((a * a) + (b * b));

    private StudyFolder Run(string yaml)
    {
        string path = Path.Combine(_folder, "study.yaml");
        File.WriteAllText(path, yaml);
        StudyFolder folder = StudyFolder.Create(Path.Combine(_folder, "out"), path);
        StudyRunner.Run(folder, _folder, StudyShard.Whole, FitContext.ForSeed(1, 2));
        return folder;
    }
}
