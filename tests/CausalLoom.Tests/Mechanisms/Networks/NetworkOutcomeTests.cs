using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Tests.Estimation.Conditional;

namespace CausalLoom.Tests.Mechanisms.Networks;

public class NetworkOutcomeTests
{
    public static TheoryData<string> Names => ["slearner", "tlearner"];

    [Theory]
    [MemberData(nameof(Names))]
    public void LearnsTheOutcomeMeans(string name)
    {
        EffectSimulation train = new(1500, 21), test = new(300, 22);
        IOutcomeModel model = Learner(name).Fit(train.Data(), FitContext.ForSeed(1));
        Table x = test.Data().Covariates;
        double[] mu0 = model.Mean(x, 0), mu1 = model.Mean(x, 1);
        double[] truth0 = [.. Enumerable.Range(0, 300).Select(i => test.Features[i, 0] + test.Features[i, 2])];
        Assert.InRange(EffectSimulation.Rmse(mu0, truth0), 0, 0.5);
        Assert.InRange(EffectSimulation.Rmse([.. mu1.Zip(mu0, (a, b) => a - b)], test.Effect), 0, 0.75);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictsTheSameBitsAfterLoading(string name)
    {
        CausalData data = Mixed(150);
        IOutcomeModel model = Learner(name).Fit(data, FitContext.ForSeed(2));
        NetworkOutcomeModel loaded = NetworkOutcomeModel.Load(model.Save());
        Assert.Equal(name, Learner(name).Name);
        foreach (int arm in (int[])[0, 1])
        {
            Assert.Equal(model.Mean(data.Covariates, arm), loaded.Mean(data.Covariates, arm));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GivesProbabilitiesForTwoLevelsAndTheSameBitsOnTwoThreads(string name)
    {
        CausalData data = new EffectSimulation(300, 23, binary: true).Data();
        double[] one = Learner(name).Fit(data, FitContext.ForSeed(3)).Mean(data.Covariates, 1);
        double[] two = Learner(name).Fit(data, FitContext.ForSeed(3, threads: 2)).Mean(data.Covariates, 1);
        Assert.Equal(one, two);
        Assert.All(one, p => Assert.InRange(p, 0, 1));
        Assert.InRange(one.Average(), 0.6, 0.95);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RefusesToLoadWhatIsNotItsOwn(string name)
    {
        Assert.Throws<CausalLoomException>(() => NetworkOutcomeModel.Load(new ModelState("logistic")));
        ModelState state = Learner(name).Fit(Mixed(40), FitContext.ForSeed(4)).Save();
        state.Tensors.Remove(name == "slearner" ? "surface/weights" : "treated/weights");
        Assert.Throws<CausalLoomException>(() => NetworkOutcomeModel.Load(state));
    }

    [Fact]
    public void OutOfFoldMeansComeFromModelsThatDidNotSeeTheRow()
    {
        // A learner that returns each training row's own outcome, and 0 elsewhere: honest cross-fitting can only give 0.
        CausalData data = new EffectSimulation(101, 24).Data();
        CrossFittedOutcome means = CrossFits.Outcome(new Memoriser(), data, 5, FitContext.ForSeed(5, threads: 2));
        Assert.All(means.Mu[0].Concat(means.Mu[1]), m => Assert.Equal(0, m));
        IOutcomeModel seen = new Memoriser().Fit(data, FitContext.ForSeed(5));
        Assert.Equal(data.Outcome, seen.Mean(data.Covariates, 0));
    }

    [Fact]
    public void OutOfFoldMeansAreCloseToTheTruthAndRefuseAnArmOfOne()
    {
        EffectSimulation simulation = new(600, 25);
        CausalData data = simulation.Data();
        CrossFittedOutcome means = CrossFits.Outcome(new SLearnerNetwork(), data, 3, FitContext.ForSeed(6, threads: 2));
        double[] observed = means.Own(data.Treatment);
        double residual = EffectSimulation.Rmse(observed, data.Outcome.Values);
        Assert.InRange(residual, 0.95, 1.35);
        int[] one = new int[600];
        one[4] = 1;
        Assert.Throws<CausalLoomException>(() =>
            CrossFits.Outcome(new SLearnerNetwork(), data.WithTreatment(one), 3, FitContext.ForSeed(6)));
    }

    private static IOutcomeLearner Learner(string name)
    {
        BasicNetOptions options = new();
        return name == "slearner" ? new SLearnerNetwork(options) : new TLearnerNetwork(options);
    }

    /// <summary>Covariates of every kind, one with missing values.</summary>
    private static CausalData Mixed(int rows)
    {
        RandomStream stream = RandomStream.Of(26);
        double[] number = new double[rows], y = new double[rows];
        (int[] level, int[] flag, int[] w) = (new int[rows], new int[rows], new int[rows]);
        for (int i = 0; i < rows; i++)
        {
            number[i] = i % 10 == 0 ? double.NaN : stream.NextNormal();
            (level[i], flag[i], w[i]) = (stream.NextInt(3), stream.NextInt(2), stream.NextInt(2));
            y[i] = level[i] + (w[i] * flag[i]) + stream.NextNormal();
        }

        Table x = new([new ContinuousColumn("a", number), new CategoricalColumn("b", level, ["u", "v", "w"]),
            new BinaryColumn("c", flag, ["no", "yes"])]);
        return new CausalData(x, new TreatmentSpace("w", ["0", "1"]), w, new ContinuousColumn("y", y), y);
    }

    private sealed class Memoriser : IOutcomeLearner
    {
        public string Name => "memoriser";

        public IOutcomeModel Fit(CausalData data, FitContext context) => new Memory(data);

        private sealed class Memory(CausalData data) : IOutcomeModel
        {
            public double[] Mean(Table covariates, int arm)
            {
                Dictionary<double, double> seen = data.Covariates["x1"].ToNumbers().Zip(data.Outcome)
                    .ToDictionary(pair => pair.First, pair => pair.Second);
                return Array.ConvertAll(covariates["x1"].ToNumbers(), x => seen.GetValueOrDefault(x));
            }

            public ModelState Save() => throw new NotSupportedException();
        }
    }
}
