using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators;
using CausalLoom.Generators.Gan;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Adversarial;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Gan;

public sealed class CtganTests
{
    private static readonly CtganOptions Small = new() { NoiseSize = 8, GeneratorWidths = [24, 24], CriticWidths = [24, 24], BatchSize = 60,
        Pack = 3, CriticSteps = 1, Steps = 60, MinimumSteps = 0, GeneratorRate = 2e-4, CriticRate = 2e-4, DecayLearningRate = false,
        Averaging = 0, ValidateOnTrainingRows = false, ValidationTolerance = 0, Temperature = 1 };

    [Fact]
    public void ConditionsAreUniformOverColumnsAndLogarithmicOrProportionalOverLevels()
    {
        // 900, 90 and 10 rows a level; a second column of two levels.
        int[] level = [.. Enumerable.Range(0, 1000).Select(i => i < 900 ? 0 : i < 990 ? 1 : 2)];
        Table table = new([new CategoricalColumn("a", level, ["x", "y", "z"]), new BinaryColumn("b", [
            .. level.Select((_, i) => i % 4 == 0 ? 1 : 0)], ["0", "1"]), new ContinuousColumn("c", [.. level.Select((_, i) => i * 0.37)])]);
        (HeadLayout layout, ModeSpecificRows rows) = Encode(table);
        CtganConditions conditions = CtganConditions.Of(layout, rows);
        Assert.Equal(5, conditions.Width);
        const int draws = 40_000;
        foreach (bool logarithmic in new[] { true, false })
        {
            double[] seen = new double[5];
            RandomStream stream = RandomStream.Of(4);
            for (int i = 0; i < draws; i++)
            {
                (int block, int drawn) = conditions.Draw(stream, logarithmic);
                seen[conditions.Column(block, drawn)] += 1.0 / draws;
            }

            double[] first = [900, 90, 10], second = [750, 250];
            double[] expected = [.. Share(first, logarithmic), .. Share(second, logarithmic)];
            for (int k = 0; k < 5; k++)
            {
                // Five standard errors: a false alarm in two of a million seeds.
                Assert.Equal(expected[k], seen[k], 5 * Math.Sqrt(expected[k] / draws));
            }
        }
    }

    [Fact]
    public void AConditionFindsTrainingRowsOfItsLevelAndNoOthers()
    {
        Table table = ContractTables.Mixed(300);
        (HeadLayout layout, ModeSpecificRows rows) = Encode(table);
        int[] training = [.. Enumerable.Range(0, 300).Where(i => i % 5 != 0)];
        CtganRowIndex index = new(layout, rows, training);
        int[] blocks = CtganConditions.BlocksOf(layout);
        Assert.NotEmpty(blocks);
        RandomStream stream = RandomStream.Of(2);
        for (int b = 0; b < blocks.Length; b++)
        {
            int column = layout.BlockColumns[blocks[b]];
            for (int level = 0; level < layout.Segments[blocks[b]].Length; level++)
            {
                int[] having = [.. training.Where(i => rows.Categories[(i * rows.Columns) + column] == level)];
                int[] drawn = [.. Enumerable.Range(0, 400).Select(_ => index.Draw(b, level, stream)).Distinct().Order()];
                Assert.All(drawn, i => Assert.Contains(i, having.Length > 0 ? having : training));
            }
        }
    }

    [Fact]
    public void RealRowsReachTheCriticAsTheirOneHotCode()
    {
        Table table = ContractTables.Mixed(50);
        (HeadLayout layout, ModeSpecificRows rows) = Encode(table);
        CtganBatch batch = new(layout, rows, 2);
        batch.Set(0, 7);
        batch.Set(1, 31);
        SparseRows sparse = batch.Rows;
        for (int place = 0; place < 2; place++)
        {
            int row = place == 0 ? 7 : 31, each = sparse.Indices.Length / 2;
            double[] dense = new double[layout.InputWidth];
            for (int at = place * each; at < (place + 1) * each; at++)
            {
                dense[sparse.Indices[at]] += sparse.Factors[at];
            }

            Assert.Equal(rows.Values.AsSpan(row * layout.Values, layout.Values).ToArray().Select(v => (double)v), dense[..layout.Values]);
            for (int b = 0; b < layout.Segments.Length; b++)
            {
                Segment s = layout.Segments[b];
                int category = rows.Categories[(row * rows.Columns) + layout.BlockColumns[b]];
                Assert.Equal(Enumerable.Range(0, s.Length).Select(k => k == category ? 1.0 : 0),
                    dense[(layout.Values + s.Start)..(layout.Values + s.End)]);
            }
        }
    }

    [Fact]
    public void TheGeneratorIsAResidualConcatenationComputedByHand()
    {
        (HeadLayout layout, _) = Encode(ContractTables.Mixed(60));
        CtganNetwork network = new(layout, 3, Small with { GeneratorWidths = [5, 4], BatchNorm = false }, RandomStream.Of(3));
        float[] z = new float[16];
        RandomStream.Of(4).FillNormal(z);
        Tape tape = new() { Training = false };
        Node heads = network.Heads(tape, tape.Input(z, 2, 8), [2, 0]);
        for (int i = 0; i < 2; i++)
        {
            double[] condition = [0, 0, 0];
            condition[i == 0 ? 2 : 0] = 1;
            double[] noise = [.. z.AsSpan(8 * i, 8).ToArray().Select(v => (double)v)];
            double[] first = Array.ConvertAll(Apply(network, "layer0", [.. noise, .. condition]), v => Math.Max(0, v));
            double[] second = Array.ConvertAll(Apply(network, "layer1", [.. first, .. noise, .. condition]), v => Math.Max(0, v));
            double[] expected = Apply(network, "heads", [.. second, .. first, .. noise, .. condition]);
            for (int k = 0; k < expected.Length; k++)
            {
                Assert.Equal(expected[k], heads.Row(i)[k], 1e-5);
            }
        }
    }

    [Fact]
    public void ThePresetsHaveTheSizesOfTheLibrariesTheyStandFor()
    {
        (HeadLayout layout, _) = Encode(ContractTables.Mixed(60));
        int d = layout.InputWidth;
        int original = (131 * 256) + 256 + 512 + (387 * 256) + 256 + 512 + (643 * d) + d + 1024;
        Assert.Equal(original, new CtganNetwork(layout, 3, CtganOptions.Original, RandomStream.Of(1)).Store.SavedLength);
        int paper = (503 * 500) + 500 + (1003 * 1003) + 1003 + (2006 * d) + d;
        Assert.Equal(paper, new CtganNetwork(layout, 3, CtganOptions.SteamPaper, RandomStream.Of(1)).Store.SavedLength);
        Assert.Equal(300, CtganOptions.Original.StepsFor(747));
        Assert.Equal(600, CtganOptions.Original.StepsFor(1056));
        Assert.Equal(500, CtganOptions.Original.Batch);
        Assert.Equal(12, (Small with { BatchSize = 10 }).Batch);
    }

    [Fact]
    public void ARareLevelIsObeyedWhenItIsTheCondition()
    {
        // Level "r" has 3 % of the rows and its own value of x; training by sampling shows it half of the time.
        RandomStream stream = RandomStream.Of(5);
        int[] g = [.. Enumerable.Range(0, 600).Select(i => i % 33 == 0 ? 1 : 0)];
        Table table = new(
            [new BinaryColumn("g", g, ["c", "r"]), new ContinuousColumn("x", [.. g.Select(v => (6 * v) + stream.NextNormal())])]);
        CtganModel model = (CtganModel)new CtganGenerator(Small with { Steps = 500, GeneratorRate = 1e-3, CriticRate = 1e-3 })
            .Fit(table, FitContext.ForSeed(1));
        Table made = model.Sample(8000, RandomStream.Of(2));
        int[] drawn = ((BinaryColumn)made["g"]).Codes;
        double[] x = made["x"].ToNumbers();
        Assert.InRange(drawn.Average(), 0.020, 0.044);
        double gap = x.Where((_, i) => drawn[i] == 1).Average() - x.Where((_, i) => drawn[i] == 0).Average();

        // 6 in the data; 0 were the level drawn apart from x.
        Assert.InRange(gap, 2.5, 9.5);
    }

    [Fact]
    public void ValidationStopsTrainingAndRestoresTheWeightsOfTheBestLook()
    {
        Table table = ContractTables.Mixed(200);
        CtganOptions held = Small with
            { Steps = 4000, ValidationShare = 0.3, ValidationEvery = 10, Patience = 3, Averaging = 0.9, DecayLearningRate = false };
        ITabularModel stopped = new CtganGenerator(held).Fit(table, FitContext.ForSeed(2));
        TrainingPoint best = stopped.TrainingCurve.MinBy(p => p.Validation);
        Assert.InRange(stopped.TrainingCurve[^1].Epoch, best.Epoch + 40, 3990);

        // Training that ends at the best look gives the same rows, so the weights are those of that look.
        ITabularModel ended = new CtganGenerator(held with { Steps = best.Epoch }).Fit(table, FitContext.ForSeed(2));
        Assert.Equal(ContractTables.Cells(ended.Sample(30, RandomStream.Of(1))),
            ContractTables.Cells(stopped.Sample(30, RandomStream.Of(1))));
    }

    [Fact]
    public void TrainingImprovesTheValidationScore()
    {
        Table table = ContractTables.Mixed(400);
        ITabularModel model = new CtganGenerator(Small with { Steps = 400, GeneratorRate = 1e-3, CriticRate = 1e-3, ValidationShare = 0.25,
            ValidationEvery = 20, Patience = 20, Averaging = 0.95 }).Fit(table, FitContext.ForSeed(3));
        Assert.True(model.TrainingCurve.Skip(1).Min(p => p.Validation) < model.TrainingCurve[0].Validation);
    }

    [Fact]
    public void ASampleOfTheLawScoresBetterThanOneWithoutItsDependence()
    {
        // The score of the rows themselves against others of the same law, and with one column's rows exchanged.
        Table table = ContractTables.Mixed(800);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.Fit(table, new ModeSpecificOptions(), FitContext.ForSeed(1));
        ModeSpecificRows rows = encoder.Encode(table, RandomStream.Of(2));
        CtganValidation validation = new(encoder, Small, null, rows, [.. Enumerable.Range(0, 400)], RandomStream.Of(3));
        double same = validation.Score(Take(rows, i => 400 + i, i => 400 + i));
        double shuffled = validation.Score(Take(rows, i => 400 + i, i => 400 + ((i + 199) % 400)));
        Assert.True(same < shuffled - 0.002, $"{same} and {shuffled}");
    }

    [Fact]
    public void DivergenceIsReportedAsSuch()
    {
        CtganOptions wild = Small with { CriticRate = 1e9, GeneratorRate = 1e9, Steps = 50 };
        CausalLoomException e = Assert.Throws<CausalLoomException>(() =>
            new CtganGenerator(wild).Fit(ContractTables.Mixed(60), FitContext.ForSeed(1)));
        Assert.Contains("diverged", e.Message, StringComparison.Ordinal);
    }

    /// <summary>400 rows, the first column (bmi) from other rows than the rest.</summary>
    private static ModeSpecificRows Take(ModeSpecificRows rows, Func<int, int> row, Func<int, int> first)
    {
        ModeSpecificRows taken = new(400, rows.Columns, rows.ValueColumns);
        for (int i = 0; i < 400; i++)
        {
            rows.Categories.AsSpan(row(i) * rows.Columns, rows.Columns).CopyTo(taken.Categories.AsSpan(i * rows.Columns));
            rows.Values.AsSpan(row(i) * rows.ValueColumns, rows.ValueColumns).CopyTo(taken.Values.AsSpan(i * rows.ValueColumns));
            taken.Categories[i * rows.Columns] = rows.Categories[first(i) * rows.Columns];
            taken.Values[i * rows.ValueColumns] = rows.Values[first(i) * rows.ValueColumns];
        }

        return taken;
    }

    private static IEnumerable<double> Share(double[] counts, bool logarithmic)
    {
        double[] weights = logarithmic ? [.. counts.Select(n => Math.Log(n + 1))] : counts;
        return weights.Select(w => 0.5 * w / weights.Sum());
    }

    private static (HeadLayout Layout, ModeSpecificRows Rows) Encode(Table table)
    {
        ModeSpecificEncoder encoder = ModeSpecificEncoder.Fit(table, new ModeSpecificOptions(), FitContext.ForSeed(1));
        return (new HeadLayout(encoder.Columns), encoder.Encode(table, RandomStream.Of(2)));
    }

    private static double[] Apply(CtganNetwork network, string layer, double[] x)
    {
        Parameter weight = network.Store.Parameters.Single(p => p.Name == layer + ".weight"),
            bias = network.Store.Parameters.Single(p => p.Name == layer + ".bias");
        double[] y = new double[weight.Columns];
        for (int o = 0; o < y.Length; o++)
        {
            y[o] = bias.Value[o];
            for (int i = 0; i < x.Length; i++)
            {
                y[o] += x[i] * weight.Value[(i * weight.Columns) + o];
            }
        }

        return y;
    }
}
