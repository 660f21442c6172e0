using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators;
using CausalLoom.Generators.Heads;
using CausalLoom.Generators.Vae;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Vae;

public sealed class TvaeTests
{
    private static readonly TvaeOptions Small = new()
        { EncoderWidths = [24], DecoderWidths = [24], LatentSize = 4, Epochs = 60, BatchSize = 50, DecayLearningRate = false };

    [Fact]
    public void TheLossIsTheWeightedEvidenceLowerBoundComputedByHand()
    {
        Table table = ContractTables.Mixed(40);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.Fit(table, new ModeSpecificOptions(), FitContext.ForSeed(1));
        ModeSpecificRows rows = encoder.Encode(table, RandomStream.Of(2));
        TvaeOptions options = Small with { LossFactor = 3, EncoderWidths = [5], DecoderWidths = [6] };
        TvaeNetwork network = new(new HeadLayout(encoder.Columns), options, RandomStream.Of(3));
        int[] batch = [0, 3, 7, 11, 12, 39];
        double recorded = new TvaeTrainer(network, options, rows, FitContext.ForSeed(4)).Loss(batch, RandomStream.Of(9)).Scalar;

        float[] noise = new float[batch.Length * options.LatentSize];
        RandomStream.Of(9).FillNormal(noise);
        double byHand = 0;
        for (int i = 0; i < batch.Length; i++)
        {
            byHand += HandLoss(network, options, rows, batch[i], noise.AsSpan(i * options.LatentSize, options.LatentSize)) / batch.Length;
        }

        Assert.Equal(byHand, recorded, 1e-4 * Math.Abs(byHand));
    }

    [Theory]
    [InlineData(50, 2)]
    [InlineData(1000, 2)]
    [InlineData(8000, 4)]
    [InlineData(1000000, 6)]
    public void TheAutomaticLossFactorGrowsWithTheCubeRootOfTheRows(int rows, double expected) =>
        Assert.Equal(expected, new TvaeOptions().LossFactorFor(rows), 1e-12);

    [Fact]
    public void EarlyStoppingRestoresTheWeightsOfTheBestLook()
    {
        Table table = ContractTables.Mixed(120);
        TvaeOptions held = Small with
            { Epochs = 3000, LearningRate = 1e-2, ValidationShare = 0.3, ValidationEvery = 5, Patience = 3, MinimumEpochs = 10 };
        ITabularModel stopped = new TvaeGenerator(held).Fit(table, FitContext.ForSeed(2));
        TrainingPoint best = stopped.TrainingCurve.MinBy(p => p.Validation);
        Assert.InRange(stopped.TrainingCurve[^1].Epoch, best.Epoch + 20, 2999);

        // Training that ends at the best look gives the same rows, so the weights are those of that look.
        ITabularModel ended = new TvaeGenerator(held with { Epochs = best.Epoch, MinimumEpochs = best.Epoch })
            .Fit(table, FitContext.ForSeed(2));
        Assert.Equal(ContractTables.Cells(ended.Sample(30, RandomStream.Of(1))),
            ContractTables.Cells(stopped.Sample(30, RandomStream.Of(1))));
    }

    [Fact]
    public void WithoutHeldOutRowsTheCurveHasNoValidationLossAndFalls()
    {
        IReadOnlyList<TrainingPoint> curve = new TvaeGenerator(Small).Fit(ContractTables.Mixed(150), FitContext.ForSeed(1)).TrainingCurve;
        Assert.Equal(6, curve.Count);
        Assert.All(curve, p => Assert.True(double.IsNaN(p.Validation)));
        Assert.True(curve[^1].Training < curve[0].Training);
    }

    [Fact]
    public void LearnedDeviationsFindTheNoiseOfAValue()
    {
        // x is noise, y is a step function of g: given the latent, y can be sharp and x cannot.
        RandomStream stream = RandomStream.Of(5);
        int[] g = [.. Enumerable.Range(0, 600).Select(i => i % 2)];
        Table table = new([
            new BinaryColumn("g", g, ["0", "1"]),
            new ContinuousColumn("x", [.. g.Select(_ => stream.NextNormal())]),
            new ContinuousColumn("y", [.. g.Select(v => v + (0.01 * stream.NextNormal()))]),
        ]);
        TvaeModel model = (TvaeModel)new TvaeGenerator(Small with { Epochs = 120, LossFactor = 1, Encoder = new ModeSpecificOptions
            { Mixture = new() { Components = 1 } } }).Fit(table, FitContext.ForSeed(1));
        double[] deviations = model.Sampler.Network!.Deviations();
        Assert.InRange(deviations[0], 0.15, 0.35);
        Assert.InRange(deviations[1], 0.009, 0.08);
    }

    [Fact]
    public void ThePapersNetworkHasSynthcitysShapeAndSamplesWithoutValueNoise()
    {
        Table table = ContractTables.Mixed(30);
        TvaeModel model = (TvaeModel)new TvaeGenerator(TvaeOptions.SteamPaper with { Epochs = 1 }).Fit(table, FitContext.ForSeed(1));
        TvaeNetwork network = model.Sampler.Network!;
        int width = network.Layout.InputWidth;
        int expected = (width * 500) + 500 + (500 * 500) + 500 + (2 * ((500 * 500) + 500))
            + (500 * 500) + 500 + (1000 * 1000) + 1000 + (2000 * 2000) + 2000 + (4000 * width) + width;
        Assert.Equal(expected, network.Store.SavedLength);
        Assert.All(network.Deviations(), d => Assert.Equal(0.1, d));
        Table sample = model.Sample(20, RandomStream.Of(1)), loaded = Named.LoadGenerator(model.Save()).Sample(20, RandomStream.Of(1));
        Assert.Equal(ContractTables.Cells(sample), ContractTables.Cells(loaded));
    }

    [Fact]
    public void GeneratedNumbersAreNotCopiesOfTheData()
    {
        RandomStream stream = RandomStream.Of(3);
        double[] x = new double[300];
        stream.FillNormal(x);
        double[] y = [.. x.Select(v => v + stream.NextNormal())];
        Table made = new TvaeGenerator(Small).Fit(new Table([new ContinuousColumn("x", x), new ContinuousColumn("y", y)]),
            FitContext.ForSeed(1)).Sample(1000, RandomStream.Of(1));
        HashSet<(double, double)> rows = [.. x.Zip(y)];
        Assert.DoesNotContain(made["x"].ToNumbers().Zip(made["y"].ToNumbers()), rows.Contains);
    }

    [Fact]
    public void CombinationsThatExcludeEachOtherAreNeverGenerated()
    {
        RandomStream stream = RandomStream.Of(8);
        int[] site = [.. Enumerable.Range(0, 400).Select(_ => stream.NextInt(4))];
        Column[] dummies =
            [.. Enumerable.Range(0, 4).Select(s => (Column)new BinaryColumn($"s{s}", [.. site.Select(v => v == s ? 1 : 0)], ["0", "1"]))];
        Table made = new TvaeGenerator(Small).Fit(new Table(dummies), FitContext.ForSeed(1)).Sample(500, RandomStream.Of(2));
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal(1, made.Columns.Sum(c => c.NumberAt(i))));
    }

    [Fact]
    public void DivergenceIsReportedAsSuch()
    {
        TvaeOptions wild = Small with { LearningRate = 1e6, Epochs = 20 };
        CausalLoomException e = Assert.Throws<CausalLoomException>(() =>
            new TvaeGenerator(wild).Fit(ContractTables.Mixed(60), FitContext.ForSeed(1)));
        Assert.Contains("diverged", e.Message, StringComparison.Ordinal);
    }

    private static double HandLoss(TvaeNetwork network, TvaeOptions options, ModeSpecificRows rows, int row, ReadOnlySpan<float> noise)
    {
        HeadLayout layout = network.Layout;
        double[] x = new double[layout.InputWidth];
        for (int v = 0; v < layout.Values; v++)
        {
            x[v] = rows.Values[(row * layout.Values) + v];
        }

        for (int b = 0; b < layout.Segments.Length; b++)
        {
            x[layout.Values + layout.Segments[b].Start + rows.Categories[(row * rows.Columns) + layout.BlockColumns[b]]] = 1;
        }

        double[] hidden = Array.ConvertAll(Apply(network, "encoder0", x), h => Math.Max(0, h));
        double[] mean = Apply(network, "mean", hidden), logVariance = Apply(network, "log_variance", hidden), z = new double[mean.Length];
        double kl = 0;
        for (int k = 0; k < z.Length; k++)
        {
            z[k] = mean[k] + (Math.Exp(0.5 * logVariance[k]) * noise[k]);
            kl += 0.5 * (Math.Exp(logVariance[k]) + (mean[k] * mean[k]) - 1 - logVariance[k]);
        }

        double[] decoded = Array.ConvertAll(Apply(network, "decoder0", z), h => Math.Max(0, h));
        return kl + (options.LossFactorFor(rows.Rows) * (
            ValueLoss(network, decoded, rows, row) + CategoryLoss(network, decoded, rows, row)));
    }

    private static double ValueLoss(TvaeNetwork network, double[] decoded, ModeSpecificRows rows, int row)
    {
        HeadLayout layout = network.Layout;
        double[] head = Array.ConvertAll(Apply(network, "values", decoded), Math.Tanh);
        double loss = 0;
        for (int v = 0; v < head.Length; v++)
        {
            int column = layout.ValueColumns[v];
            if (rows.Categories[(row * rows.Columns) + column] < layout.Columns[column].Modes.Length)
            {
                double sigma = 0.1, gap = rows.Values[(row * layout.Values) + v] - head[v];
                loss += Math.Log(sigma) + (gap * gap / (2 * sigma * sigma));
            }
        }

        return loss;
    }

    private static double CategoryLoss(TvaeNetwork network, double[] decoded, ModeSpecificRows rows, int row)
    {
        double[] head = Apply(network, "categories", decoded);
        double loss = 0;
        for (int b = 0; b < network.Layout.Segments.Length; b++)
        {
            Segment s = network.Layout.Segments[b];
            double[] logits = head[s.Start..s.End];
            loss += Math.Log(logits.Sum(Math.Exp)) - logits[rows.Categories[(row * rows.Columns) + network.Layout.BlockColumns[b]]];
        }

        return loss;
    }

    private static double[] Apply(TvaeNetwork network, string layer, double[] x)
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
