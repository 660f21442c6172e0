using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Mixtures;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.CausalMix;

/// <summary>The decoder's log ratio of a module whose every head is set by hand.</summary>
public sealed class DecoderRatioTests
{
    private const double MeanZero = 0.2, MeanOne = -0.5, RawZero = 0.1, RawOne = -0.15, LogitZero = 0.3, LogitOne = 1.1, Code = 0.3;

    [Fact]
    public void ItIsTheDifferenceOfTheHeadsLogDensitiesByHand()
    {
        Table table = Data();
        double[] given = CausalMixRatio.AtPosteriorMean(Model(table, null), table, RandomStream.Of(2)), expected = ByHand(table);
        Assert.All(Enumerable.Range(0, table.Rows), i => Assert.Equal(expected[i], given[i], 1e-4));
        Assert.True(expected.Max() - expected.Min() > 0.5);
    }

    [Fact]
    public void WithAPriorAnArmItHasThePriorsRatioToo()
    {
        // z = .3 in both dimensions; priors N(0, I) and N(1, I): log p(z | 0) − log p(z | 1) = 2·½(.7² − .3²).
        Table table = Data();
        CausalMixPrior prior = new(2, [Normal(0), Normal(1)]);
        double[] given = CausalMixRatio.AtPosteriorMean(Model(table, prior), table, RandomStream.Of(2)), expected = ByHand(table);
        Assert.All(Enumerable.Range(0, table.Rows), i => Assert.Equal(expected[i] + (0.7 * 0.7) - (Code * Code), given[i], 1e-4));
    }

    private static double[] ByHand(Table table)
    {
        double[] x = table["x"].ToNumbers();
        int[] g = ((BinaryColumn)table["g"]).Codes;
        double mean = x.Average(), sd = Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / (x.Length - 1));
        return [.. x.Select((v, i) => Normal(((v - mean) / sd) - MeanZero, RawZero) - Normal(((v - mean) / sd) - MeanOne, RawOne) + Level(
            g[i], LogitZero) - Level(g[i], LogitOne))];

        static double Normal(double d, double raw) => (-2.5 * Math.Tanh(raw)) - (0.5 * d * d * Math.Exp(-5 * Math.Tanh(raw)));
        static double Level(int code, double logit) => -Math.Log(1 + Math.Exp(code == 1 ? -logit : logit));
    }

    /// <summary>The decoder's one hidden unit is t, so heads are bias + weight·t; the encoder gives z = .3 to every row.</summary>
    private static CausalMixModel Model(Table table, CausalMixPrior? prior)
    {
        CausalMixOptions options = CausalMixOptions.Paper with
        {
            Widths = [1],
            LatentAsColumns = false,
            LatentSize = 2,
            BoundMeans = false,
            Schedule = TrainingSchedule.Paper with { Epochs = 1 },
            Mixture = new GaussianMixtureOptions { MaxIterations = 5 },
        };
        int[] arms = [.. Enumerable.Range(0, table.Rows).Select(i => i % 2)];
        CausalMixModel model = CausalMixFit.Fit(table, arms, null, options, FitContext.ForSeed(1)).Model;
        CausalMixNetwork network = model.Sampler.Network!;
        Set(network, "mean.weight", 0, 0);
        Set(network, "mean.bias", Code, Code);
        Set(network, "decoder0.weight", 0, 0, 1);
        Set(network, "decoder0.bias", 0);
        Set(network, "heads.bias", MeanZero, RawZero, 0, LogitZero);
        Set(network, "heads.weight", MeanOne - MeanZero, RawOne - RawZero, 0, LogitOne - LogitZero);
        return prior is null ? model
            : new CausalMixModel(model.Groups, model.Encoder, new CausalMixSampler(network, options, prior, 0.5), [], []);
    }

    private static void Set(CausalMixNetwork network, string name, params double[] values)
    {
        Parameter parameter = network.Store.Parameters.Single(p => p.Name == name);
        Assert.Equal(values.Length, parameter.Length);
        Array.ConvertAll(values, v => (float)v).CopyTo(parameter.Value);
    }

    private static BayesianGaussianMixture Normal(double mean) =>
        new([1], new Matrix(1, 2, [mean, mean]), [new Matrix(2, 2, [1, 0, 0, 1])]);

    private static Table Data()
    {
        RandomStream stream = RandomStream.Of(3);
        return new Table([
            new ContinuousColumn("x", [.. Enumerable.Range(0, 60).Select(_ => 5 + (2 * stream.NextNormal()))]),
            new BinaryColumn("g", [.. Enumerable.Range(0, 60).Select(i => i < 2 ? i : stream.NextInt(2))], ["0", "1"]),
        ]);
    }
}
