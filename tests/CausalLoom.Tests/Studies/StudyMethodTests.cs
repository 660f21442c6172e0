using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
using CausalLoom.Overlap;
using CausalLoom.Studies;

namespace CausalLoom.Tests.Studies;

/// <summary>Methods that trim, weight, truncate at δ_n or borrow rows of another source.</summary>
public sealed class StudyMethodTests : IDisposable
{
    private const string Head = """
        name: borrowing
        seed: 5
        replicates: 3
        block: 2
        n: 150
        sources:
          - { name: poor, simulator: hybrid, set: { overlap: poor } }
          - { name: trial, simulator: hybrid, set: { overlap: randomized } }
        methods:
        """;

    private const string Plain = "  - { name: plain, estimator: aipw, nuisance: linear, folds: 5 }";

    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), "causalloom-method-" + Path.GetRandomFileName())).FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void DonorsAreNoCellsAndBorrowingChangesNoOtherRow()
    {
        string[] alone = Results("alone", Plain,
            "  - { name: lender, estimator: or, nuisance: linear, augment: { donors: trial, donor_rows: 50, averaging: donors } }");
        string[] more = Results("more",
            Plain, "  - { name: lender, estimator: or, nuisance: linear, augment: { donors: trial, donor_rows: 50, averaging: donors } }",
            Borrow("fit", "averaging: fit-only"), Borrow("all", "averaging: pooled"), Borrow("moved", "averaging: transport"));
        Assert.Equal(6, alone.Length);
        Assert.Equal(15, more.Length);
        Assert.All(more, line => Assert.StartsWith("poor-n150,", line, StringComparison.Ordinal));
        Assert.Equal(alone,
            more.Where(line => line.Contains(",plain,", StringComparison.Ordinal) || line.Contains(",lender,", StringComparison.Ordinal)));
        Assert.All(more, line => Assert.EndsWith(",", line, StringComparison.Ordinal));
    }

    [Fact]
    public void WithNobodyExtremeEveryWayOfBorrowingIsTheEstimate()
    {
        string[] rows = Results("nobody", Plain, Borrow("fit", "lower: 0, upper: 1"),
            Borrow("all", "lower: 0, upper: 1, averaging: pooled"), Borrow("moved", "lower: 0, upper: 1, averaging: transport"));
        for (int r = 0; r < 3; r++)
        {
            double[] four = [.. Enumerable.Range(0, 4).Select(k => Estimate(rows[(4 * r) + k]))];
            Assert.Equal(four[0], four[1]);
            Assert.Equal(four[0], four[2]);
            Assert.Equal(four[0], four[3], 1e-12);
        }
    }

    [Fact]
    public void EachMethodIsWhatTheLibraryDoes()
    {
        Study study = StudyFile.Parse(string.Join('\n', [Head, Plain,
            "  - { name: cut, estimator: aipw, nuisance: linear, folds: 5, trim: [0.1, 0.9] }",
            "  - { name: best, estimator: aipw, nuisance: linear, folds: 5, trim: crump }",
            "  - { name: weights, estimator: aipw, nuisance: linear, folds: 5, weights: overlap }",
            "  - { name: delta, estimator: aipw, nuisance: linear, folds: 5, clip: delta_n }",
            Borrow("fit", "averaging: fit-only")]), "s.yaml");
        FitContext context = FitContext.ForSeed(study.Seed);
        StudySource source = StudySource.Open(study.Sources[0], _folder, context),
            trial = StudySource.Open(study.Donors[0], _folder, context);
        Dictionary<string, StudySource> donors = new() { ["trial"] = trial };
        Dictionary<string, double> found = StudyRunner.Replicate(study, source, 150, 1, donors, TestContext.Current.CancellationToken)
            .ToDictionary(r => r.Method, r => r.Estimate!.Value.Estimate);

        RandomStream stream = StudyStreams.Of(study.Seed, "poor", 150, 1);
        CausalData data = source.Draw(150, stream.Child("data"), cancellation: TestContext.Current.CancellationToken).Data;
        FitContext fit = new FitContext(stream.Child("fit")).Child(study.Methods[0].NuisanceKey);
        AverageEffectOptions options = new() { Nuisances = Named.Nuisances("linear") with { Folds = 5 }, Estimators = ["aipw"] };
        Nuisances nuisances = Nuisances.Fit(data, options.Nuisances, fit);
        Assert.Equal(AverageEffects.Of(data, nuisances, options).Effects[0].Estimate, found["plain"]);
        Assert.Equal(AverageEffects.Of(data, nuisances, options with { Estimand = Estimand.Ato }).Effects[0].Estimate, found["weights"]);
        Nuisances truncated = Nuisances.Of(nuisances.Mu, nuisances.Unclipped, DeltaBound.Clipping(150));
        Assert.Equal(AverageEffects.Of(data, truncated, options).Effects[0].Estimate, found["delta"]);

        int[] kept = CrumpTrimming.Keep(nuisances.Unclipped[1], 0.1, 0.9);
        FitContext own = new FitContext(stream.Child("fit")).Child(study.Methods[1].NuisanceKey + " trim=[0.1, 0.9]");
        Assert.Equal(AverageEffects.Estimate(data.Take(kept), options, own).Effects[0].Estimate, found["cut"]);
        Assert.NotEqual(found["cut"], found["best"]);

        DonorPool pool = DonorPool.Of(data, trial.Draw(400, stream.Child("donors").Child("trial").Child(400),
            cancellation: TestContext.Current.CancellationToken).Data, DonorOrigin.Real);
        AugmentedData table = OverlapAugmenter.Augment(data, pool, nuisances.Unclipped[1], new AugmentOptions(), fit);
        double[][] means = AugmentedEffects.Means(data, table, options.Nuisances, fit);
        Assert.True(table.Added > 5);
        Assert.Equal(AugmentedEffects.FitOnly(data, table, nuisances, means, options).Effects[0].Estimate, found["fit"]);
    }

    [Theory]
    [InlineData("is no 'trail'", "{ estimator: aipw, augment: { donors: trail, donor_rows: 50 } }")]
    [InlineData("needs `donor_rows:`", "{ estimator: aipw, augment: { donors: trial } }")]
    [InlineData("has no key 'rows'", "{ estimator: aipw, augment: { donors: trial, rows: 50 } }")]
    [InlineData("go", "{ estimator: aipw, trim: crump, augment: { donors: trial, donor_rows: 50 } }")]
    [InlineData("two propensities", "{ estimator: aipw, trim: [0.9, 0.1] }")]
    [InlineData("crump", "{ estimator: aipw, trim: best }")]
    [InlineData("delta_n", "{ estimator: aipw, clip: delta }")]
    [InlineData("no meaning with", "{ estimator: aipw, preset: hybrid-paper, clip: 0.1 }")]
    [InlineData("share of outcomes", "{ estimator: aipw, augment: { donors: trial, donor_rows: 50, variant: flip, flip: 0 } }")]
    [InlineData("outside", "{ estimator: aipw, augment: { donors: trial, donor_rows: 50, lower: 0.9, upper: 0.1 } }")]
    [InlineData("has no key 'variant'",
        "{ estimator: aipw, augment: { donors: trial, donor_rows: 50, averaging: donors, variant: pair } }")]
    public void MistakesAreSaidWithTheirPlace(string expected, string method)
    {
        CausalLoomException e = Assert.Throws<CausalLoomException>(() => StudyFile.Parse(Head + "\n  - " + method, "s.yaml"));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("s.yaml, line 10", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SomeSourceMustBeStudied()
    {
        string yaml = (Head + "\n" + Borrow("x", "averaging: pooled"))
            .Replace("  - { name: poor, simulator: hybrid, set: { overlap: poor } }\n", string.Empty, StringComparison.Ordinal);
        Assert.Contains("at least one", Assert.Throws<CausalLoomException>(() => StudyFile.Parse(yaml, "s.yaml")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherEstimandIsAFailureWithItsReason()
    {
        Study study = StudyFile.Parse(Head.Replace("n: 150", "n: 150\nestimands: att", StringComparison.Ordinal) + "\n" + Borrow("fit",
            "averaging: fit-only"), "s.yaml");
        FitContext context = FitContext.ForSeed(1);
        Dictionary<string, StudySource> donors = new() { ["trial"] = StudySource.Open(study.Donors[0], _folder, context) };
        (_, _, StudyEstimate? estimate, string failure) = Assert.Single(StudyRunner.Replicate(
            study, StudySource.Open(study.Sources[0], _folder, context), 150, 1, donors, TestContext.Current.CancellationToken));
        Assert.Null(estimate);
        Assert.Contains("for the ate", failure, StringComparison.Ordinal);
    }

    private static string Borrow(string name, string how) =>
        $"  - {{ name: {name}, estimator: aipw, nuisance: linear, augment: {{ donors: trial, donor_rows: 400, {how} }} }}";

    private static double Estimate(string line) => double.Parse(line.Split(',')[6], System.Globalization.CultureInfo.InvariantCulture);

    private string[] Results(string name, params string[] methods)
    {
        string file = Path.Combine(_folder, name + ".yaml");
        File.WriteAllText(file, string.Join('\n', [Head, .. methods]));
        StudyFolder folder = StudyFolder.Create(Path.Combine(_folder, name), file);
        StudyRunner.Run(folder, _folder, StudyShard.Whole, FitContext.ForSeed(1));
        StudySummary.Write(folder);
        return File.ReadAllLines(Directory.GetFiles(Path.Combine(folder.Root, "results")).Single())[1..];
    }
}
