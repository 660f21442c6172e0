using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators;
using CausalLoom.Generators.Diffusion;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Diffusion;

public sealed class TabDdpmTests
{
    private static readonly TabDdpmOptions Small = new()
    {
        Widths = [24, 24],
        Projection = 24,
        TimeEmbedding = 16,
        BatchSize = 64,
        MaxSteps = 300,
        MinimumSteps = 100,
        Members = 1,
        ConditionalShare = 0,
        SamplingSteps = 20,
    };

    [Theory]
    [InlineData(CategoryLoss.PosteriorKl, DiffusionPrediction.Noise, false)]
    [InlineData(CategoryLoss.CrossEntropy, DiffusionPrediction.Velocity, true)]
    public void TheLossIsTheOneComputedByHand(CategoryLoss levels, DiffusionPrediction prediction, bool separate)
    {
        TabDdpmOptions options = Small with
            { CategoryLoss = levels, Prediction = prediction, SeparateMeans = separate, CategoryWeight = 0.7 };
        (TabDdpmTrainer trainer, TabDdpmNetwork network, QuantileEncoder encoder, QuantileRows rows) = Prepare(options);
        int[] batch = [0, 3, 7, 11, 12, 39];
        double recorded = trainer.Loss(new Tape(), batch, RandomStream.Of(9), null).Scalar;

        DiffusionLayout layout = network.Layout;
        NoiseSchedule schedule = new(options.TimeSteps);
        DiffusionBatch noised = new(encoder, layout, schedule, options, batch.Length);
        noised.Fill(rows, batch, RandomStream.Of(9));
        double squares = 0, other = 0;
        for (int i = 0; i < batch.Length; i++)
        {
            (float[] numbers, float[] logits) = Predict(network, noised, i);
            squares += numbers.Select((p, v) => Math.Pow(p - noised.Targets[(i * layout.Values) + v], 2)).Sum() / batch.Length;
            for (int b = 0; b < layout.Blocks; b++)
            {
                double[] pi = Softmax(logits, layout.Segments[b]);
                int at = (i * layout.Blocks) + b;
                other += LevelLoss(levels, pi, noised.Clean[at], noised.Rows.Levels[at], schedule, noised.Times[i]) / batch.Length;
            }
        }

        double expected = separate
            ? (squares / layout.Values) + (0.7 * other / layout.Blocks)
            : (squares + (0.7 * other)) / (layout.Values + layout.Blocks);
        Assert.Equal(expected, recorded, 1e-4 * expected);
    }

    [Theory]
    [InlineData(CategoryLoss.PosteriorKl, false, 0)]
    [InlineData(CategoryLoss.CrossEntropy, true, 0.6)]
    public void TheLosssGradientAgreesWithFiniteDifferences(CategoryLoss levels, bool residual, double conditional)
    {
        TabDdpmOptions options = Small with { CategoryLoss = levels, Residual = residual, ConditionalShare = conditional };
        (TabDdpmTrainer trainer, TabDdpmNetwork network, _, _) = Prepare(options);
        int[] batch = [.. Enumerable.Range(0, 24)];
        Tape tape = new();
        double Value()
        {
            tape.Reset();
            return trainer.Loss(tape, batch, RandomStream.Of(9), null).Scalar;
        }

        tape.Reset();
        network.Store.ZeroGradient();
        tape.Backward(trainer.Loss(tape, batch, RandomStream.Of(9), null));
        foreach (Parameter parameter in network.Store.Parameters)
        {
            double scale = parameter.Gradient.ToArray().Max(Math.Abs) + 0.01;
            foreach (int i in new[] { 0, parameter.Length / 3, parameter.Length - 1 })
            {
                const float step = 1f / 128;
                double gradient = parameter.Gradient[i], old = parameter.Value[i];
                parameter.Value[i] = (float)(old + step);
                double up = Value();
                parameter.Value[i] = (float)(old - step);
                double down = Value();
                parameter.Value[i] = (float)old;
                Assert.True(Math.Abs(((up - down) / (2 * step)) - gradient) < 5e-3 * scale,
                    $"{parameter.Name}[{i}]: {gradient}, differences give {(up - down) / (2 * step)}");
            }
        }
    }

    [Fact]
    public void EarlyStoppingRestoresTheAverageOfTheBestLook()
    {
        Table table = ContractTables.Mixed(120);
        TabDdpmOptions held = Small with { MaxSteps = 3000, MinimumSteps = 20, ValidationEvery = 10, Patience = 8, ValidationShare = 0.3,
            ValidationTolerance = 0, LearningRate = 1e-2, DecayLearningRate = false };
        ITabularModel stopped = new TabDdpmGenerator(held).Fit(table, FitContext.ForSeed(2));
        int best = stopped.TrainingCurve.Select((p, k) => (p.Validation, k)).Min().k;
        Assert.Equal(best + 9, stopped.TrainingCurve.Count);

        // Training that ends at the best look gives the same rows, so the weights are those of that look.
        ITabularModel ended = new TabDdpmGenerator(held with { MaxSteps = 10 * (best + 1) }).Fit(table, FitContext.ForSeed(2));
        Assert.Equal(ContractTables.Cells(ended.Sample(30, RandomStream.Of(1))),
            ContractTables.Cells(stopped.Sample(30, RandomStream.Of(1))));
    }

    [Fact]
    public void AToleranceKeepsTheLastLookWithinIt()
    {
        ParameterStore store = new();
        Parameter weight = store.Add("w", 1, 1);
        TolerantStopping stopping =
            new(store, Small with { ValidationTolerance = 0.1, Patience = 2, ValidationEvery = 100, MinimumSteps = 0 });
        double[] losses = [2, 1, 1.05, 1.2, 1.09, 1.3, double.NaN];
        bool[] stops = new bool[losses.Length];
        for (int k = 0; k < losses.Length; k++)
        {
            weight.Value[0] = k;
            stops[k] = stopping.Update(losses[k]);
        }

        stopping.Restore();
        Assert.Equal(4, weight.Value[0]);
        Assert.Equal([false, false, false, false, false, false, true], stops);
    }

    [Fact]
    public void ANormalPairAndALevelThatDependsOnItAreRecovered()
    {
        // Sampling errors of 2,000 training and 4,000 drawn rows are .02 at most; the rest of .1 is the network's.
        RandomStream stream = RandomStream.Of(5);
        double[] x = new double[2000], y = new double[2000];
        int[] g = new int[2000];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = stream.NextNormal();
            y[i] = 10 + (0.7 * x[i]) + (Math.Sqrt(0.51) * stream.NextNormal());
            g[i] = stream.NextBernoulli(x[i] > 0 ? 0.9 : 0.2) ? 1 : 0;
        }

        Table table = new([new ContinuousColumn("x", x), new ContinuousColumn("y", y), new BinaryColumn("g", g, ["0", "1"])]);
        Table made = new TabDdpmGenerator(Small with { Widths = [48, 48], Projection = 48, MaxSteps = 1000 })
            .Fit(table, FitContext.ForSeed(1)).Sample(4000, RandomStream.Of(2));
        double[] u = made["x"].ToNumbers(), v = made["y"].ToNumbers();
        Assert.Equal(0.7, MathNet.Numerics.Statistics.Correlation.Pearson(u, v), 0.1);
        int[] codes = ((BinaryColumn)made["g"]).Codes;
        double Rate(bool positive) => codes.Where((_, i) => u[i] > 0 == positive).Average();
        Assert.Equal(0.9, Rate(true), 0.1);
        Assert.Equal(0.2, Rate(false), 0.1);
    }

    [Fact]
    public void CombinationsThatExcludeEachOtherAreNeverGeneratedAndCanBeGivenInPart()
    {
        RandomStream stream = RandomStream.Of(8);
        int[] site = [.. Enumerable.Range(0, 400).Select(_ => stream.NextInt(4))];
        Column[] dummies =
            [.. Enumerable.Range(0, 4).Select(s => (Column)new BinaryColumn($"s{s}", [.. site.Select(v => v == s ? 1 : 0)], ["0", "1"]))];
        IConditionalModel model = (IConditionalModel)new TabDdpmGenerator(Small with { ConditionalShare = 0.5 })
            .Fit(new Table(dummies), FitContext.ForSeed(1));
        Table made = model.Sample(500, RandomStream.Of(2)),
            partly = model.Sample(new Table([new BinaryColumn("s1", new int[300], ["0", "1"])]), RandomStream.Of(3));
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal(1, made.Columns.Sum(c => c.NumberAt(i))));
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal((0, 1), (partly["s1"].NumberAt(i), partly.Columns.Sum(c => c.NumberAt(i)))));

        // s1 = 0 leaves three sites of equal rates: 100 each, five standard errors of 8.2.
        Assert.InRange(Enumerable.Range(0, 300).Count(i => partly["s0"].NumberAt(i) == 1), 59, 141);
    }

    [Fact]
    public void FiveThousandLevelsTakeNoMoreThanTheCommonestAndComeBack()
    {
        RandomStream stream = RandomStream.Of(4);
        int[] codes = [.. Enumerable.Range(0, 6000).Select(i => i < 5000 ? i : stream.NextInt(20))];
        Table table = new([new CategoricalColumn("g", codes, [.. Enumerable.Range(0, 5000).Select(k => $"l{k:0000}")])]);
        TabDdpmModel model = (TabDdpmModel)new TabDdpmGenerator(Small with { MaxSteps = 60, MinimumSteps = 60 })
            .Fit(table, FitContext.ForSeed(1));
        Assert.Equal(101, model.Layout.CategoryWidth);
        int[] drawn = ((CategoricalColumn)model.Sample(2000, RandomStream.Of(1))["g"]).Codes;

        // The 4,900 rarest have 4,900 of 6,000 rows: ± five standard errors of 17.3, and the calibration's own of 12.
        Assert.InRange(drawn.Count(k => k >= 100), 1633 - 150, 1633 + 150);
        Assert.True(drawn.Distinct().Count() > 800);
    }

    [Fact]
    public void MembersAreTrainedApartAndAveraged()
    {
        TabDdpmModel model = (TabDdpmModel)new TabDdpmGenerator(Small with { Members = 3, MaxSteps = 60, MinimumSteps = 60 })
            .Fit(ContractTables.Mixed(90), FitContext.ForSeed(1, threads: 2));
        Assert.Equal(3, model.Networks.Length);
        DiffusionRows rows = model.Sampler!.Draw(40, RandomStream.Of(1));
        float[][] each = [.. model.Networks.Select(n => Numbers(n, rows, model.Layout))];
        float[] average = Numbers(new DenoiserAverage(model.Networks), rows, model.Layout);
        Assert.All(average.Select((v, i) => (v, i)), a => Assert.Equal(each.Average(e => e[a.i]), a.v, 1e-5));
        Assert.NotEqual(each[0], each[1]);
        ITabularModel loaded = Named.LoadGenerator(model.Save());
        Assert.Equal(ContractTables.Cells(model.Sample(20, RandomStream.Of(1))),
            ContractTables.Cells(loaded.Sample(20, RandomStream.Of(1))));
    }

    [Fact]
    public void ThePapersNetworkHasSynthcitysShape()
    {
        TabDdpmModel model = (TabDdpmModel)new TabDdpmGenerator(TabDdpmOptions.SteamPaper with { MaxEpochs = 2, SamplingSteps = 10 })
            .Fit(ContractTables.Mixed(60), FitContext.ForSeed(1));
        int width = model.Layout.Width;
        int expected = (width * 128) + 128 + (2 * ((128 * 128) + 128)) + (128 * 256) + 256 + (2 * ((256 * 256) + 256)) + (
            256 * width) + width;
        Assert.Equal(expected, model.Networks[0].Store.SavedLength);
        Assert.Empty(model.Maps);
        Assert.All(model.Encoder.Transforms, t => Assert.Equal(QuantileRule.Landmarks, t.Rule));
        Assert.Equal(30, model.Sample(30, RandomStream.Of(1)).Rows);
    }

    [Fact]
    public void WithoutConditionalTrainingConditionsAreRefused()
    {
        IConditionalModel model = (IConditionalModel)new TabDdpmGenerator(Small with { MaxSteps = 20 })
            .Fit(ContractTables.Mixed(60), FitContext.ForSeed(1));
        string message = Assert.Throws<CausalLoomException>(() =>
            model.Sample(ContractTables.Mixed(5).Select(["sex"]), RandomStream.Of(1))).Message;
        Assert.Contains("ConditionalShare", message, StringComparison.Ordinal);
    }

    [Fact]
    public void DivergenceIsReportedAsSuch()
    {
        TabDdpmOptions wild = Small with
            { LearningRate = 1e12, WeightDecay = 0, ValidationEvery = 20, ValidationShare = 0, DecayLearningRate = false };
        CausalLoomException e = Assert.Throws<CausalLoomException>(() =>
            new TabDdpmGenerator(wild).Fit(ContractTables.Mixed(60), FitContext.ForSeed(1)));
        Assert.Contains("diverged", e.Message, StringComparison.Ordinal);
    }

    private static (TabDdpmTrainer Trainer, TabDdpmNetwork Network, QuantileEncoder Encoder, QuantileRows Rows) Prepare(
        TabDdpmOptions options)
    {
        Table table = ContractTables.Mixed(40);
        QuantileEncoder encoder = QuantileEncoder.Fit(table, options.Encoder, FitContext.ForSeed(1));
        QuantileRows rows = encoder.Encode(table);
        TabDdpmNetwork network = new(new DiffusionLayout(encoder.Codes), options, RandomStream.Of(3));

        // The last layer starts at zero, where much of the gradient is zero too.
        Initialiser.Normal(network.Store.Parameters.Single(p => p.Name == "output.weight"), 0.3, RandomStream.Of(4));
        return (new TabDdpmTrainer(network, options, encoder, rows, FitContext.ForSeed(4)), network, encoder, rows);
    }

    private static (float[] Numbers, float[] Logits) Predict(TabDdpmNetwork network, DiffusionBatch batch, int row)
    {
        DiffusionLayout layout = network.Layout;
        DiffusionRows one = new(1, layout);
        batch.Rows.Values.AsSpan(row * layout.Values, layout.Values).CopyTo(one.Values);
        batch.Rows.Levels.AsSpan(row * layout.Blocks, layout.Blocks).CopyTo(one.Levels);
        float[] numbers = new float[layout.Values], logits = new float[layout.CategoryWidth];
        network.Predict(one, batch.Times[row], numbers, logits);
        return (numbers, logits);
    }

    private static float[] Numbers(IDenoiser denoiser, DiffusionRows rows, DiffusionLayout layout)
    {
        float[] numbers = new float[rows.Rows * layout.Values], logits = new float[rows.Rows * layout.CategoryWidth];
        denoiser.Predict(rows, 300, numbers, logits);
        return [.. numbers, .. logits];
    }

    private static double[] Softmax(float[] logits, Segment segment)
    {
        double[] e = [.. logits.AsSpan(segment.Start, segment.Length).ToArray().Select(z => Math.Exp(z))];
        double total = e.Sum();
        return [.. e.Select(v => v / total)];
    }

    private static double LevelLoss(CategoryLoss loss, double[] pi, int clean, int noised, NoiseSchedule schedule, int time)
    {
        int levels = pi.Length;
        if (loss == CategoryLoss.CrossEntropy)
        {
            double[] joint = [.. pi.Select((p, k) => p * MultinomialDiffusion.Likelihood(k == noised, schedule.Kept(time), levels))];
            return -Math.Log(joint[clean] / joint.Sum());
        }

        double[] truth = new double[levels];
        truth[clean] = 1;
        MultinomialDiffusion.Posterior(truth, noised, schedule.Kept(time - 1), schedule.Kept(time - 1, time));
        MultinomialDiffusion.Posterior(pi, noised, schedule.Kept(time - 1), schedule.Kept(time - 1, time));
        return schedule.Steps * truth.Zip(pi, (q, p) => q > 0 ? q * Math.Log(q / p) : 0).Sum();
    }
}
