using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Mixtures;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Tests.Generators.CausalMix;

public sealed class CausalMixTests
{
    private static readonly CausalMixOptions Small = new()
        { Widths = [24], LatentSize = 4, Schedule = new TrainingSchedule { Epochs = 60, BatchSize = 50, ValidationShare = 0 } };

    public static TheoryData<CausalMixReconstruction, bool, bool> Losses => new()
    {
        { CausalMixReconstruction.Likelihood, false, false },
        { CausalMixReconstruction.Likelihood, true, false },
        { CausalMixReconstruction.SquaredError, true, false },
        { CausalMixReconstruction.Likelihood, true, true },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HeadDerivativesAreThoseOfFiniteDifferences(bool bounded)
    {
        (CausalMixHeads heads, ModeSpecificRows coded) = Heads(bounded);
        RandomStream stream = RandomStream.Of(6);
        for (int row = 0; row < 5; row++)
        {
            float[] head = [.. Enumerable.Range(0, heads.Width).Select(_ => (float)(0.5 * stream.NextNormal()))];
            Differences(head, (h, g) => heads.LogDensity(h, coded, row, 1, g));
            Differences(head, (h, g) => heads.UnitLogDensity(h, coded, row, 1, g));
            Differences(head, (h, g) => heads.SquaredError(h, coded, row, 1, g));
        }
    }

    [Fact]
    public void TheLogDensityIsThatOfTheHeadsByHand()
    {
        (CausalMixHeads heads, ModeSpecificRows coded) = Heads(false);
        HeadLayout layout = heads.Layout;
        RandomStream stream = RandomStream.Of(6);
        for (int row = 0; row < 20; row++)
        {
            float[] head = [.. Enumerable.Range(0, heads.Width).Select(_ => (float)stream.NextNormal())];
            double expected = 0;
            for (int v = 0; v < layout.Values; v++)
            {
                int column = layout.ValueColumns[v];
                if (coded.Categories[(row * coded.Columns) + column] < layout.Columns[column].Modes.Length)
                {
                    double sd = Math.Exp(2.5 * Math.Tanh(head[layout.Values + v])),
                        z = (4 * coded.Values[(row * layout.Values) + v] - head[v]) / sd;
                    expected += -Math.Log(sd) - (0.5 * z * z);
                }
            }

            for (int b = 0; b < layout.Segments.Length; b++)
            {
                double[] e = [.. Enumerable.Range(0, layout.Segments[b].Length)
                    .Select(k => Math.Exp(head[(2 * layout.Values) + layout.Segments[b].Start + k]))];
                expected += Math.Log(e[coded.Categories[(row * coded.Columns) + layout.BlockColumns[b]]] / e.Sum());
            }

            Assert.Equal(expected, heads.LogDensity(head, coded, row, 0, []), 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void TheLosssDerivativesByWeightsAreThoseOfFiniteDifferences(CausalMixReconstruction reconstruction, bool overlap,
        bool multipliers)
    {
        (CausalMixHeads heads, ModeSpecificRows coded) = Heads(false);
        CausalMixOptions options = Small with
            { Widths = [6], LatentSize = 2, Reconstruction = reconstruction, Activation = Activation.Tanh };
        CausalMixNetwork network = new(heads, options, true, RandomStream.Of(2));
        int[] arms = [.. Enumerable.Range(0, coded.Rows).Select(i => i % 2)];
        AugmentedLagrangian? control = multipliers ? new AugmentedLagrangian([0.01], 2) : null;
        OverlapPenalty? penalty = overlap ? new OverlapPenalty([.. arms.Select(a => 0.3 - a)], 4, control) : null;
        CausalMixLoss loss = new(network, options, coded, arms, penalty);
        int[] batch = [0, 3, 4, 9, 12, 21];
        Tape tape = new();
        network.Store.ZeroGradient();
        tape.Backward(loss.Record(tape, batch, RandomStream.Of(8)).Derivative);
        foreach (Parameter parameter in network.Store.Parameters)
        {
            float[] slopes = parameter.Gradient.ToArray();
            for (int k = 0; k < slopes.Length; k += Math.Max(1, slopes.Length / 3))
            {
                float kept = parameter.Value[k];
                double above = At(kept + 4e-3f), below = At(kept - 4e-3f);
                parameter.Value[k] = kept;
                double expected = (above - below) / 8e-3;
                Assert.True(Math.Abs(expected - slopes[k]) < 2e-2 + (1e-2 * Math.Abs(expected)),
                    $"{parameter.Name}[{k}]: {expected} and {slopes[k]}");

                double At(float value)
                {
                    parameter.Value[k] = value;
                    tape.Reset();
                    return loss.Record(tape, batch, RandomStream.Of(8)).Loss;
                }
            }
        }
    }

    [Fact]
    public void ThePapersNetworkHasThePapersShape()
    {
        // 2 numbers, 14 binaries, 3 and 4 levels; the paper counts 7,501 = ours with one logit less for each binary and a variance head for
        // each of
        // the 16 discrete columns: 7,501 − 16·65 + 14·65.
        const int rows = 60;
        RandomStream stream = RandomStream.Of(1);
        List<Column> columns = [Numbers("age", rows, stream), Numbers("charlson", rows, stream)];
        columns.AddRange(Enumerable.Range(0, 14)
            .Select(j => new BinaryColumn($"b{j}", [.. Enumerable.Range(0, rows).Select(i => i < 2 ? i : stream.NextInt(2))], ["0", "1"])));
        columns.Add(new CategoricalColumn("mets", [.. Enumerable.Range(0, rows).Select(i => i % 3)], ["a", "b", "c"]));
        columns.Add(new CategoricalColumn("prev", [.. Enumerable.Range(0, rows).Select(i => i % 4)], ["a", "b", "c", "d"]));
        CausalMixOptions options = CausalMixOptions.Paper with
            { Schedule = TrainingSchedule.Paper with { Epochs = 1 }, Mixture = new GaussianMixtureOptions { MaxIterations = 5 } };
        int[] arms = [.. Enumerable.Range(0, rows).Select(i => i % 2)];
        CausalMixNetwork network = CausalMixFit.Fit(new Table(columns), arms, null, options, FitContext.ForSeed(1)).Model.Sampler.Network!;
        Assert.Equal(7501 - (16 * 65) + (14 * 65), network.Store.SavedLength);
        Assert.Equal(18, network.Latent);
    }

    [Fact]
    public void RowsComeInNoOrderAndTwoDrawsDiffer()
    {
        // The paper's code draws component by component, with a frozen seed: rows are sorted and every call gives the same codes.
        const int rows = 4000;
        CausalMixModel model = (CausalMixModel)new CausalMixGenerator(Small).Fit(Clusters(600), FitContext.ForSeed(1));
        double[] one = model.Sample(rows, RandomStream.Of(1))["x"].ToNumbers(),
            two = model.Sample(rows, RandomStream.Of(2))["x"].ToNumbers();
        double[] index = [.. Enumerable.Range(0, rows).Select(i => (double)i)];
        double[] next = [.. one.Skip(1), one[0]];

        // Five standard errors of a correlation of independent rows.
        Assert.InRange(Correlation(index, one), -5 / Math.Sqrt(rows), 5 / Math.Sqrt(rows));
        Assert.InRange(Correlation(one, next), -5 / Math.Sqrt(rows), 5 / Math.Sqrt(rows));
        Assert.InRange(Correlation(one, two), -5 / Math.Sqrt(rows), 5 / Math.Sqrt(rows));
    }

    [Fact]
    public void ThePriorByArmKeepsTheDependenceOnTheArmAndThePooledPriorWithEvenOverlapRemovesIt()
    {
        RandomStream stream = RandomStream.Of(5);
        const int rows = 1200;
        int[] arms = [.. Enumerable.Range(0, rows).Select(i => i % 2)];
        int[] g = [.. arms.Select(t => stream.NextBernoulli(t == 1 ? 0.7 : 0.3) ? 1 : 0)];
        double[] x = [.. arms.Select((t, i) => stream.NextNormal() + t + (0.5 * g[i]))];
        Table table = new([new BinaryColumn("g", g, ["0", "1"]), new ContinuousColumn("x", x)]);
        CausalMixOptions options = Small with { Schedule = Small.Schedule with { Epochs = 150 } };
        OverlapPenalty even = new(new double[rows], 0, new AugmentedLagrangian([0.0025], 1));
        (CausalMixModel kept, _) = CausalMixFit.Fit(table, arms, null, options, FitContext.ForSeed(1));
        (CausalMixModel removed, double[] constraint) = CausalMixFit.Fit(table, arms, even, options, FitContext.ForSeed(1));

        // Differences between arms: real 1.2 in x, 0.4 in g.
        (double keptX, double keptG) = Contrast(kept);
        (double removedX, double removedG) = Contrast(removed);
        Assert.InRange(keptX, 0.9, 1.5);
        Assert.InRange(keptG, 0.28, 0.52);
        Assert.InRange(removedX, -0.2, 0.2);
        Assert.InRange(removedG, -0.1, 0.1);
        Assert.InRange(constraint[0], 0, 0.01);
    }

    [Fact]
    public void TheBestWeightsAreRestoredAndThePapersCodeKeepsTheLast()
    {
        Table table = ContractTables.Mixed(120);
        TrainingSchedule schedule = Small.Schedule with { Epochs = 400, LearningRate = 1e-2, DecayLearningRate = false,
            ValidationShare = 0.3, LookEvery = 5, Patience = 3, MinimumEpochs = 10 };
        ITabularModel stopped = new CausalMixGenerator(Small with { Schedule = schedule }).Fit(table, FitContext.ForSeed(2));
        TrainingPoint best = stopped.TrainingCurve.MinBy(p => p.Validation);
        Assert.InRange(stopped.TrainingCurve[^1].Epoch, best.Epoch + 20, 399);

        // Training that ends at the best look gives the same rows, so the weights are those of that look.
        ITabularModel ended = new CausalMixGenerator(
            Small with { Schedule = schedule with { Epochs = best.Epoch, MinimumEpochs = best.Epoch } }).Fit(table, FitContext.ForSeed(2));
        Assert.Equal(ContractTables.Cells(ended.Sample(30, RandomStream.Of(1))),
            ContractTables.Cells(stopped.Sample(30, RandomStream.Of(1))));
        ITabularModel last = new CausalMixGenerator(Small with { Schedule = schedule with { RestoreBest = false } })
            .Fit(table, FitContext.ForSeed(2));
        Assert.NotEqual(ContractTables.Cells(last.Sample(30, RandomStream.Of(1))),
            ContractTables.Cells(stopped.Sample(30, RandomStream.Of(1))));
    }

    [Fact]
    public void ThePapersOptionsBoundNumbersAndFitThemWithoutClipping()
    {
        RandomStream stream = RandomStream.Of(4);
        double[] x = [.. Enumerable.Range(0, 300).Select(_ => -Math.Log(1 - stream.NextDouble()))];
        Table table = new(
            [new ContinuousColumn("x", x), new BinaryColumn("g", [.. Enumerable.Range(0, 300).Select(i => i % 2)], ["0", "1"])]);
        CausalMixOptions options = CausalMixOptions.Paper with
            { Schedule = TrainingSchedule.Paper with { Epochs = 20 }, Mixture = new GaussianMixtureOptions() };
        CausalMixModel model = (CausalMixModel)new CausalMixGenerator(options).Fit(table, FitContext.ForSeed(1));
        CausalMixHeads heads = model.Sampler.Network!.Heads;
        double mean = x.Average(), sd = Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / 299);
        Assert.Equal((x.Min() - mean) / sd, heads.Low[0], 1e-4);
        Assert.Equal((x.Max() - mean) / sd, heads.High[0], 1e-4);
        Assert.All(model.Sample(500, RandomStream.Of(1))["x"].ToNumbers(), v => Assert.InRange(v, x.Min(), x.Max()));
    }

    private static (double X, double G) Contrast(CausalMixModel model)
    {
        int[] arms = [.. Enumerable.Range(0, 8000).Select(i => i % 2)];
        Table drawn = model.Sample(arms, RandomStream.Of(3));
        double[] x = drawn["x"].ToNumbers();
        int[] g = ((BinaryColumn)drawn["g"]).Codes;
        return (Mean(1, i => x[i]) - Mean(0, i => x[i]), Mean(1, i => g[i]) - Mean(0, i => g[i]));

        double Mean(int arm, Func<int, double> of) => Enumerable.Range(0, arms.Length).Where(i => arms[i] == arm).Average(of);
    }

    private static Table Clusters(int rows)
    {
        RandomStream stream = RandomStream.Of(9);
        return new Table([
            new ContinuousColumn("x", [.. Enumerable.Range(0, rows).Select(i => (5 * (i % 3)) + stream.NextNormal())]),
            new ContinuousColumn("y", [.. Enumerable.Range(0, rows).Select(i => (-4 * (i % 3)) + stream.NextNormal())]),
        ]);
    }

    private static ContinuousColumn Numbers(string name, int rows, RandomStream stream) =>
        new(name, [.. Enumerable.Range(0, rows).Select(_ => stream.NextNormal())]);

    private static (CausalMixHeads Heads, ModeSpecificRows Coded) Heads(bool bounded)
    {
        Table table = ContractTables.Mixed(40);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.Fit(table, new ModeSpecificOptions(), FitContext.ForSeed(1));
        HeadLayout layout = new(encoder.Columns);
        double[] units = [.. Enumerable.Repeat(4.0, layout.Values)], low = [.. units.Select(_ => -3.0)], high = [.. units.Select(_ => 2.5)];
        return (new CausalMixHeads(layout, units, bounded ? low : null, bounded ? high : null), encoder.Encode(table, RandomStream.Of(2)));
    }

    private delegate double Term(ReadOnlySpan<float> head, Span<float> gradient);

    private static void Differences(float[] head, Term term)
    {
        float[] slopes = new float[head.Length], ignored = new float[head.Length];
        term(head, slopes);
        for (int k = 0; k < head.Length; k++)
        {
            float kept = head[k];
            head[k] = kept + 1e-3f;
            double above = term(head, ignored), up = head[k];
            head[k] = kept - 1e-3f;
            double below = term(head, ignored), down = head[k];
            head[k] = kept;
            Assert.Equal((above - below) / (up - down), slopes[k], 1e-3 * (1 + Math.Abs(slopes[k])));
        }
    }

    private static double Correlation(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        return a.Zip(b, (p, q) => (p - ma) * (q - mb)).Sum() / Math.Sqrt(a.Sum(p => (p - ma) * (p - ma)) * b.Sum(q => (q - mb) * (q - mb)));
    }
}
