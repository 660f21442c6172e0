using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Releases;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;
using CausalLoom.Tests.Mechanisms;

namespace CausalLoom.Tests.Releases;

/// <summary>What stands between released rows and the population: measured, written, read and used.</summary>
public sealed class ReleaseNoteTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MeansOfATruthAreRatiosWithTheirJackknifeError()
    {
        SyntheticData rows = new ToySimulator().Draw(400, RandomStream.Of(3));
        Truth truth = rows.Truth!;
        foreach (Population population in ReleaseNote.Whom(2))
        {
            TiltedMeans sums = new(2);
            sums.Add(population, truth);
            (double[] mean, double[][] covariance) = sums.Of();
            double[] h = [.. Enumerable.Range(0, 400).Select(i => population.Tilting(truth.Propensity, i))];
            double Ratio(int level, int without) => Enumerable.Range(0, 400).Where(i => i != without).Sum(i => h[i] * truth.Mu[level][i])
                / Enumerable.Range(0, 400).Where(i => i != without).Sum(i => h[i]);
            double[] jackknife = [.. Enumerable.Range(0, 400).Select(i => Ratio(1, i) - Ratio(0, i))];
            double variance = 399.0 / 400 * jackknife.Sum(v => (v - jackknife.Average()) * (v - jackknife.Average()));
            Assert.Equal(Ratio(0, -1), mean[0], 12);
            Assert.Equal(Ratio(1, -1), mean[1], 12);
            Assert.Equal(1, (covariance[0][0] + covariance[1][1] - (2 * covariance[0][1])) / variance, 0.02);
        }
    }

    [Fact]
    public void MeansFarFromZeroKeepTheirCovariance()
    {
        SyntheticData rows = new ToySimulator().Draw(200, RandomStream.Of(3));
        (TiltedMeans near, TiltedMeans far) = (new TiltedMeans(2), new TiltedMeans(2));
        near.Add(Population.Everyone, rows.Truth!);
        double[][] moved = [.. rows.Truth!.Mu.Select(mu => Array.ConvertAll(mu, v => v + 1e8))];
        far.Add(Population.Everyone, new Truth(moved, rows.Truth.PotentialOutcomes, rows.Truth.Propensity));
        Assert.Equal(near.Of().Covariance[1][1], far.Of().Covariance[1][1], near.Of().Covariance[1][1] * 1e-5);
    }

    [Fact]
    public void ACovarianceIsThatOfInfluencesWithinClusters()
    {
        double[][] influence = [[1, -2, 0.5, 0.5], [0.3, 0.2, -0.1, -0.4]];
        double[][] rows = RealMeans.CovarianceOf(new LevelMeans([0, 0], influence), null);
        Assert.Equal(((1 * 0.3) - 0.4 - 0.05 - 0.2) / (4 * 3), rows[0][1], 12);
        double[][] clustered = RealMeans.CovarianceOf(new LevelMeans([0, 0], influence), [0, 0, 1, 1]);
        Assert.Equal(((-1 * 0.5) + (1 * -0.5)) * 2 / 16, clustered[0][1], 12);
        Assert.Equal((1 + 1) * 2 / 16.0, clustered[0][0], 12);
    }

    [Fact]
    public void WhatWasMeasuredIsTakenOffAndAdded()
    {
        double[][] real = [[4, 1], [1, 9]], added = [[3, 1], [1, 7]];
        SynthesisError error = new(100, 400)
            { Measured = new Dictionary<Population, PopulationError> { [Population.Everyone] = new([2, 5], real, added) } };
        LevelMeans means = error.Corrected(new LevelMeans([10, 20], [[0], [0]]), Population.Everyone);
        Assert.Equal([8.0, 15.0], means.Mean);

        // c'Vc = 4 + 9 − 2 = 11, c'Ac = 8; SE² 25: 33, of which 22 are not the real rows'.
        (double se, double critical) = error.Widened(Population.Everyone, [-1, 1], 5, 1.96, 1.96);
        Assert.Equal(Math.Sqrt(33), se, 12);
        Assert.Equal(1.96, critical, 12);
        Assert.Equal(Math.Sqrt(11), error.Widened(Population.Everyone, [-1, 1], 0.5, 1.96, 1.96).Se, 12);

        // Elsewhere √(1 + m/n).
        Assert.Equal(5 * Math.Sqrt(5), error.Widened(Population.Overlap, [-1, 1], 5, 2.1, 1.96).Se, 12);
        Assert.Equal([10.0, 20.0], error.Corrected(new LevelMeans([10, 20], [[0], [0]]), Population.Overlap).Mean);

        // Few degrees of freedom of the real rows widen their part alone.
        SynthesisError few = error with
        {
            Measured = new Dictionary<Population, PopulationError>
                { [Population.Everyone] = error.Measured[Population.Everyone] with { Freedom = 4 } },
        };
        double half = few.Widened(Population.Everyone, [-1, 1], 5, 1.96, 1.959963985) is var (of, wide) ? of * wide : 0;
        Assert.Equal(Math.Sqrt((2.7764451 * 2.7764451 * 11) + (1.96 * 1.96 * 22)), half, 5);
    }

    [Fact]
    public void AFileIsReadAsItWasWritten()
    {
        ReleaseNote note = Note();
        string text = ReleaseJson.Text(note), path = Write(text);
        Assert.Equal(text, ReleaseJson.Text(ReleaseJson.Read(path)));
    }

    [Theory]
    [InlineData("\"shift\": [\n        0.5,", "\"shift\": [")]
    [InlineData("\"n\": 100", "\"n\": 0")]
    [InlineData("\"copies\": 1", "\"copies\": 0")]
    [InlineData("\"n\": 100", "\"n\": \"many\"")]
    [InlineData("\"format\": \"causalloom release 1\"", "\"format\": 7")]
    [InlineData("\"levels\"", "\"grades\"")]
    [InlineData("{", "[")]
    public void AnAlteredFileIsRefusedInOneLine(string from, string to)
    {
        string text = ReleaseJson.Text(Note());
        Assert.Contains(from, text, StringComparison.Ordinal);
        int at = text.IndexOf(from, StringComparison.Ordinal);
        string path = Write(text[..at] + to + text[(at + from.Length)..]);
        string message = Assert.Throws<CausalLoomException>(() => ReleaseJson.Read(path)).Message;
        Assert.Contains("r.json", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void LevelsAreThoseOfTheRowsWhateverTheirOrder()
    {
        CausalData rows = Rows(reference: "b");
        Assert.Equal(["b", "a"], rows.TreatmentSpace.Levels);
        SynthesisError error = Note().For(rows, rows.Rows);
        Assert.Null(error.Unmeasured);
        PopulationError everyone = error.Measured[Population.Everyone];
        Assert.Equal([1.5, 0.5], everyone.Shift);
        Assert.Equal([9.0, 1.0], everyone.Real[0]);

        // Those who had a: level 0 of the note, level 1 of the rows.
        Assert.Equal([3.5, 2.5], error.Measured[Population.Of(1)].Shift);
    }

    [Fact]
    public void OtherAnalysesAreNotTakenForTheMeasuredOne()
    {
        CausalData rows = Rows();
        ReleaseNote note = Note();
        Assert.Null(note.For(rows, rows.Rows).Unmeasured);
        Assert.Contains("are analysed", note.For(rows.Take([0, 1, 2, 3, 4, 5]), rows.Rows).Unmeasured, StringComparison.Ordinal);
        Assert.Contains("left out ('x')", note.For(Rows(without: "x"), rows.Rows).Unmeasured, StringComparison.Ordinal);
        Assert.Contains("weighted", note.For(rows.WithWeights([.. Enumerable.Range(1, rows.Rows).Select(w => (double)w)]), rows.Rows)
            .Unmeasured, StringComparison.Ordinal);
        Assert.Contains("of 8 rows, and there are 9", Assert.Throws<CausalLoomException>(() => note.For(rows, 9)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void OneOfSeveralCopiesIsNotTheRelease()
    {
        CausalData rows = Rows();
        ReleaseNote note = Note() with { Copies = 3 };
        Assert.Null(note.For(rows, rows.Rows, 3).Unmeasured);
        SynthesisError one = note.For(rows, rows.Rows);
        Assert.Contains("one of 3 copies", one.Unmeasured, StringComparison.Ordinal);
        Assert.Equal(Math.Sqrt(1 + (2 * 8 / 100.0)), one.Factor, 12);
        Assert.Contains("of 3 copies, and there are 2", Assert.Throws<CausalLoomException>(() => note.For(rows, rows.Rows, 2)).Message,
            StringComparison.Ordinal);
        Assert.Contains("of 1 file, and there are 2", Assert.Throws<CausalLoomException>(() => Note().For(rows, rows.Rows, 2)).Message,
            StringComparison.Ordinal);
    }

    // Of M models the mean shift, and their covariances' sum over M².
    [Fact]
    public void SeveralModelsAreMeasuredAsTheirMean()
    {
        CausalData real = MechanismData.Linear(60, 3);
        ModelMeans Model(double mean, double variance) => new(ReleaseNote.Whom(2).ToDictionary(whom => whom,
            _ => ((double[])[mean, mean + 2], (double[][])[[variance, 0], [0, variance]])), 100, 0.5);
        ReleaseNote Of(params ModelMeans[] models) => ReleaseNote.Of(real, models, 50,
            new NuisanceOptions { Propensity = new LogisticPropensity(), Outcome = new LinearOutcome() }, FitContext.ForSeed(1));
        ReleaseNote one = Of(Model(1, 0.04)), two = Of(Model(1, 0.04), Model(4, 0.08));
        (PopulationError of, PopulationError both) = (one.Populations[Population.Everyone], two.Populations[Population.Everyone]);
        Assert.Equal((1, 2, 100, 200), (one.Copies, two.Copies, one.PoolRows, two.PoolRows));
        Assert.Equal(of.Shift[1] + 1.5, both.Shift[1], 12);
        Assert.Equal(of.Real[0][0], both.Real[0][0], 12);
        Assert.Equal(of.Real[0][0] - 0.02, of.Added[0][0], 12);
        Assert.Equal(of.Real[0][0] - (0.5 * 0.12 / 4), both.Added[0][0], 12);
    }

    [Fact]
    public void CopiesAreFittedToRowsDrawnAnewWithWholeClusters()
    {
        CausalData real = MechanismData.Linear(40, 3).WithClusters([.. Enumerable.Range(0, 40).Select(i => i / 4)]);
        CausalData drawn = CopyRows.Of(real, RandomStream.Of(2));
        Assert.Equal(40, drawn.Rows);
        Assert.InRange(drawn.Clusters!.Distinct().Count(), 4, 9);
        Assert.All(drawn.Clusters!.GroupBy(c => c), cluster => Assert.Equal(0, cluster.Count() % 4));
        Assert.Equal(drawn.Clusters, CopyRows.Of(real, RandomStream.Of(2)).Clusters);
        Assert.NotEqual(drawn.Clusters, CopyRows.Of(real, RandomStream.Of(3)).Clusters);
        CausalData few = MechanismData.Linear(40, 3).Take([.. Enumerable.Range(0, 20)]);
        few = few.WithTreatment([.. Enumerable.Range(0, 20).Select(i => i < 2 ? 1 : 0)]);
        for (int seed = 0; seed < 20; seed++)
        {
            Assert.InRange(CopyRows.Of(few, RandomStream.Of(seed)).Treatment.CountOf(1), 2, 20);
        }
    }

    private string Write(string text)
    {
        string path = Path.Combine(_folder.Path, "r.json");
        File.WriteAllText(path, text);
        return path;
    }

    private static CausalData Rows(string reference = "a", string? without = null)
    {
        Table table = new([new ContinuousColumn("x", [1, 2, 3, 4, 5, 6, 7, 8]), new ContinuousColumn("v", [1, 3, 2, 4, 6, 5, 8, 7]),
            new BinaryColumn("w", [0, 1, 0, 1, 0, 1, 0, 1], ["a", "b"]), new ContinuousColumn("y", [1, 2, 3, 4, 5, 6, 7, 9])]);
        return CausalData.From(without is null ? table : table.Without(without), "w", "y", reference);
    }

    private static ReleaseNote Note()
    {
        static PopulationError Error(double first) => new([first, first + 1], [[4, 1], [1, 9]], [[3, 1], [1, 7]]);
        return new ReleaseNote(ReleaseColumns.Of(Rows()), 100, 8, new Dictionary<Population, PopulationError>
        {
            [Population.Everyone] = Error(0.5),
            [Population.Of(0)] = Error(2.5),
            [Population.Of(1)] = Error(4.5) with { Freedom = 7.5 },
            [Population.Overlap] = Error(6.5) with { Refusal = "of the real rows, no" },
        })
        {
            Folds = 5, PoolRows = 1000, Copies = 1, Nuisance = "logistic+linear", KnownPropensity = "known:p", Making = new ReleaseMaking
            {
                Method = "steam", Parts = new Dictionary<string, string> { ["generator"] = "copula" }, Preset = null,
                Settings = new JsonObject { ["argn.epochs"] = 3 }, Seed = 5,
            },
        };
    }
}
