using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Basis;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Tests.Mechanisms;

public sealed class WeightedLearnerTests
{
    private static readonly CausalData Data = MechanismData.Linear(240, 1);

    // Rows weighing 1, 2 or 3, and each row once, twice or three times.
    private static readonly double[] Weights = [.. Enumerable.Range(0, 240).Select(i => 1.0 + (i * 7 % 3))];
    private static readonly int[] Repeated = [.. Enumerable.Range(0, 240).SelectMany(i => Enumerable.Repeat(i, (int)Weights[i]))];

    public static TheoryData<string> Propensities => ["logistic", "spline", "interactions", "forest", "boosting", "stack", "constant"];

    public static TheoryData<string> Outcomes => ["linear", "spline", "interactions", "forest", "boosting", "constant", "stack"];

    [Fact]
    public void AWeightOfTwoIsARowTwiceForRegressionsAndMeans()
    {
        CausalData repeated = Data.Take(Repeated);
        Near(new LogisticPropensity().Fit(Data.Covariates, Data.Treatment.Codes, Weights, FitContext.ForSeed(1)).Predict(Data.Covariates),
            new LogisticPropensity().Fit(repeated.Covariates, repeated.Treatment.Codes, FitContext.ForSeed(1)).Predict(Data.Covariates));
        foreach (CausalData data in new[] { Data, Binary(Data) })
        {
            CausalData copies = data.Take(Repeated);
            foreach (IOutcomeLearner learner in new IOutcomeLearner[] { new LinearOutcome(2), new ConstantOutcome() })
            {
                IOutcomeModel weighted = learner.Fit(Weighted(data, Weights), FitContext.ForSeed(1)),
                    plain = learner.Fit(copies, FitContext.ForSeed(1));
                Near(weighted.Mean(data.Covariates, 0), plain.Mean(data.Covariates, 0));
                Near(weighted.Mean(data.Covariates, 1), plain.Mean(data.Covariates, 1));
            }
        }
    }

    [Fact]
    public void AWeightOfTwoIsARowTwiceForStacksInSharedFolds()
    {
        // Rows and their copies in the same folds; trees count rows and not weights in their leaves, so that they are kept from
        // splitting, and curves have their knots before weights are seen, so that they are kept from bending.
        CausalData repeated = Data.Take(Repeated);
        Folds folds = Folds.Stratified(Data.Treatment.Codes, 4, RandomStream.Of(2)),
            same = Folds.Stratified(repeated.Treatment.Codes, 4, RandomStream.Of(2), Repeated);
        Assert.Equal(Array.ConvertAll(Repeated, i => folds.Of[i]), same.Of);
        CalibratedPropensity g = new(new CalibratedPropensityOptions
        {
            TreeCounts = [0], Roughness = [1e4],
            Boosting = new() { Loss = CausalLoom.Numerics.Trees.BoostingLoss.Logistic, Trees = 1 },
        });
        double[] one = g.CrossFit(Data.Covariates, Data.Treatment.Codes, folds, FitContext.ForSeed(1), Weights).OutOfFold,
            two = g.CrossFit(repeated.Covariates, repeated.Treatment.Codes, same, FitContext.ForSeed(1)).OutOfFold;
        // Columns are standardised before weights are seen.
        Assert.All(Repeated, (row, i) => Assert.Equal(one[row], two[i], 2e-3));
        StackedOutcome mu = new(new StackedOutcomeOptions { TreeCounts = [0], Roughness = [1e4], Boosting = new() { Trees = 1 } });
        double[] a = mu.CrossFit(Weighted(Data, Weights), folds, FitContext.ForSeed(1)).Mu[1],
            b = mu.CrossFit(repeated, same, FitContext.ForSeed(1)).Mu[1];
        Assert.All(Repeated, (row, i) => Assert.Equal(a[row], b[i], 2e-2));
    }

    [Theory]
    [MemberData(nameof(Propensities))]
    public void PropensityWeightsCountAndTheirAbsenceDoesNot(string name)
    {
        // Treated rows weigh four times as much: every learner's odds must rise about fourfold.
        IBinaryPropensityLearner learner = (IBinaryPropensityLearner)Named.Propensity(name);
        Assert.True(learner.WeighsRows);
        double[] plain = learner.Fit(Data.Covariates, Data.Treatment.Codes, FitContext.ForSeed(1)).Predict(Data.Covariates);
        Assert.Equal(plain, learner.Fit(Data.Covariates, Data.Treatment.Codes, null, FitContext.ForSeed(1)).Predict(Data.Covariates));
        double[] weights = Array.ConvertAll(Data.Treatment.Codes, w => w == 1 ? 1.6 : 0.4);
        double[] heavy = learner.Fit(Data.Covariates, Data.Treatment.Codes, weights, FitContext.ForSeed(1)).Predict(Data.Covariates);
        double rise = heavy.Average(LogisticRegression.Logit) - plain.Average(LogisticRegression.Logit);
        Assert.InRange(rise, 0.6 * Math.Log(4), 1.4 * Math.Log(4));
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void OutcomeWeightsCountAndTheirAbsenceDoesNot(string name)
    {
        // High outcomes weigh more within rows of like covariates: means must rise.
        IOutcomeLearner learner = Named.Outcome(name);
        Assert.True(learner.WeighsRows);
        double[] plain = learner.Fit(Data, FitContext.ForSeed(1)).Mean(Data.Covariates, 1);
        foreach (double[]? alike in new[] { null, Enumerable.Repeat(3.0, 240).ToArray() })
        {
            Assert.Equal(plain, learner.Fit(Data.WithWeights(alike), FitContext.ForSeed(1)).Mean(Data.Covariates, 1));
        }

        double[] means = MechanismData.LinearMeans(Data), tilted = [.. Data.Outcome.Select((y, i) => y > means[i] ? 1.7 : 0.3)];
        double[] heavy = learner.Fit(Weighted(Data, tilted), FitContext.ForSeed(1)).Mean(Data.Covariates, 1);
        // N(0, 1) noise under weights 1.7 above and .3 below 0 has mean .7 · E|e| = .56.
        Assert.InRange(heavy.Average() - plain.Average(), 0.3, 0.8);
    }

    [Fact]
    public void SplinesWithoutEncodingDoubtsAreExact()
    {
        // Fixed penalties and the same knots: the weighted search is the search on repeated rows.
        CausalLoom.Numerics.Linear.Matrix z = FeatureEncoder.FitEncode(Data.Covariates).Features;
        PenalisedRegression weighted = new(z, Data.Outcome.Values, Weights, false),
            repeated = new(z.TakeRows(Repeated), Array.ConvertAll(Repeated, i => Data.Outcome[i]), null, false);
        Near(weighted.Fit([1, 2, 3]).Predict(z), repeated.Fit([1, 2, 3]).Predict(z));
        double[] high = Array.ConvertAll(Data.Outcome.Values, y => y > 1 ? 1.0 : 0);
        PenalisedRegression logit = new(z, high, Weights, true),
            copies = new(z.TakeRows(Repeated), Array.ConvertAll(Repeated, i => high[i]), null, true);
        Near(logit.Fit([1, 2, 3]).Predict(z), copies.Fit([1, 2, 3]).Predict(z));
    }

    private static void Near(double[] expected, double[] actual) => Assert.All(expected, (e, i) => Assert.Equal(e, actual[i], 1e-7));

    // A learner's weights have mean 1 over the whole data, and a part keeps the whole's unit: rows that make the mean 1 are added and left
    // out again, so that the weights are the numbers given.
    private static CausalData Weighted(CausalData data, double[] weights)
    {
        int n = data.Rows;
        double rest = ((3 * n) - weights.Sum()) / (2 * n);
        return data.Take([.. Enumerable.Range(0, 3 * n).Select(i => i % n)])
            .WithWeights([.. weights, .. Enumerable.Repeat(rest, 2 * n)]).Take([.. Enumerable.Range(0, n)]);
    }

    private static CausalData Binary(CausalData data) => CausalData.From(
        data.Covariates.With(new BinaryColumn("w", data.Treatment.Codes, ["0", "1"]),
            new BinaryColumn("y", Array.ConvertAll(data.Outcome.Values, y => y > 1.5 ? 1 : 0), ["no", "yes"])), "w", "y");
}
