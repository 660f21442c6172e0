using CausalLoom.Data;
using CausalLoom.Estimation.Conditional;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Simulators;
using CausalLoom.Tests.Mechanisms;

namespace CausalLoom.Tests.Sandbox.Expressions;

/// <summary>Bound knobs: frozen statistics, learners, saving, columns that come back otherwise than they were.</summary>
public sealed class ExpressionKnobTests
{
    private static readonly CausalData Linear = MechanismData.Linear(300, 3);

    [Fact]
    public void StatisticsStayThoseOfTheRealRows()
    {
        ExpressionKnob knob = KnobData.Bind("scale(age) + max(age) + quantile(bmi, .5)");
        Table drawn = new([new IntegerColumn("age", [90, 47]), new ContinuousColumn("bmi", [1.0, 2.0])]);
        double[] ages = KnobData.Covariates["age"].ToNumbers();
        double mean = ages.Average(), sd = Math.Sqrt(ages.Sum(a => (a - mean) * (a - mean)) / (ages.Length - 1));
        Assert.Equal(((90 - mean) / sd) + 70 + 27.1, knob.Values(drawn)[0], 12);
        Assert.Equal(["age", "bmi"], knob.Columns);
    }

    [Fact]
    public void DrawnRowsAreHeldToTheSameRules()
    {
        ExpressionKnob knob = KnobData.Bind("1 / (age - 20) + (race == \"black\")");
        CategoricalColumn race = new("race", [1, 0], ["white", "black"]);
        Assert.Equal([1.0 / 10 + 1, 1.0 / 20], knob.Values(new Table([new IntegerColumn("age", [30, 40]), race])));
        Assert.Contains("1 / (age - 20) is Infinity in row 2, where 'age' is 20", Message(new IntegerColumn("age", [30, 20]), race),
            StringComparison.Ordinal);
        Assert.Contains("There is no column 'age'", Message(new IntegerColumn("Age", [30, 20]), race), StringComparison.Ordinal);
        Assert.Contains("Column 'age' does not hold the kind of values",
            Message(new CategoricalColumn("age", [0, 1], ["old", "young"]), race), StringComparison.Ordinal);
        Assert.Contains("Column 'race' does not hold the kind of values",
            Message(new IntegerColumn("age", [30, 40]), new IntegerColumn("race", [0, 1])), StringComparison.Ordinal);

        string Message(params Column[] columns) => Assert.Throws<CausalLoomException>(() => knob.Values(new Table(columns))).Message;
    }

    [Fact]
    public void BlocksOfRowsDoNotShow()
    {
        int[] rows = [.. Enumerable.Range(0, 5000).Select(i => i % 7)];
        ExpressionKnob knob = KnobData.Bind("ifelse(race == 'black', tanh(age), bmi ^ 2) - pmin(score, 2) * cvd");
        double[] once = knob.Values(KnobData.Covariates), often = knob.Values(KnobData.Covariates.Take(rows));
        Assert.Equal([.. rows.Select(row => once[row])], often);
        Assert.Empty(knob.Values(KnobData.Covariates.Take([])));
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("boosting")]
    [InlineData("forest")]
    [InlineData("slearner")]
    public void AFittedLearnerIsAKnob(string name)
    {
        Table fresh = MechanismData.Linear(50, 4).Covariates;
        ExpressionKnob knob = KnobData.Bind($"fit({name}) * .5 + 0 * (fit('{name}', 1) - fit({name}, 0))", Linear);
        IOutcomeModel model = Named.Outcome(name).Fit(Linear, FitContext.ForSeed(1).Child("fit " + name).Child("fit"));
        double[] mu0 = model.Mean(fresh, 0), mu1 = model.Mean(fresh, 1), values = knob.Values(fresh);
        Assert.Equal([.. mu0.Select((m, i) => (mu1[i] - m) * 0.5)], values);
        Assert.Equal(values, KnobData.Bind($"fit({name}) / 2 ", Linear).Values(fresh));
        Assert.NotEqual(0, values.Max() - values.Min());
        Assert.Equal(values, KnobExpression.Load(Through(knob.Save())).Values(fresh));
    }

    [Theory]
    [InlineData("dr")]
    [InlineData("ra")]
    public void AnEffectLearnerIsAKnob(string name)
    {
        Table fresh = MechanismData.Linear(50, 4).Covariates;
        ExpressionKnob knob = KnobData.Bind($"fit({name}) * .5", Linear);
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(Linear.Covariates);
        ICateLearner learner = name == "dr" ? new DrLearner() : new RaLearner();
        ICateModel model = learner.Fit(new CateSample(x, Linear.Treatment.Codes, Linear.Outcome.Values),
            FitContext.ForSeed(1).Child("fit " + name).Child("fit"));
        double[] values = knob.Values(fresh);
        Assert.Equal([.. model.Predict(encoder.Encode(fresh)).Select(v => v * 0.5)], values);
        Assert.NotEqual(0, values.Max() - values.Min());
        Assert.Equal(values, KnobExpression.Load(Through(knob.Save())).Values(fresh));
    }

    [Theory]
    [InlineData("logistic")]
    [InlineData("forest")]
    [InlineData("stack")]
    [InlineData("randomized:.3")]
    public void AFittedPropensityIsAKnob(string name)
    {
        Table fresh = MechanismData.Linear(50, 4).Covariates;
        ExpressionKnob knob = KnobData.Bind($"-qlogis(propensity(\"{name}\"))", Linear);
        double[] p = Named.Propensity(name)
            .Fit(Linear.Covariates, Linear.Treatment.Codes, FitContext.ForSeed(1).Child("propensity " + name).Child("fit")).Predict(fresh);
        double[] values = knob.Values(fresh);
        Assert.All(values.Zip(p), pair => Assert.Equal(-Math.Log(pair.Second / (1 - pair.Second)), pair.First, 12));
        Assert.Equal(values, KnobExpression.Load(Through(knob.Save())).Values(fresh));
    }

    [Fact]
    public void ALearnersStreamDependsOnNothingElse()
    {
        Table fresh = MechanismData.Linear(20, 5).Covariates;
        KnobTexts texts = new("fit(forest)", "propensity(logistic)", "x1", "-qlogis(propensity(logistic)) + 0 * fit(forest)");
        SandboxKnobs knobs = texts.Bind(Linear, FitContext.ForSeed(8, threads: 2));
        Assert.Equal(KnobData.Bind("fit(forest)", Linear, seed: 8).Values(fresh), knobs.Tau.Values(fresh));
        Assert.Equal(KnobData.Bind("propensity(logistic)", Linear, seed: 8).Values(fresh), knobs.Kappa0.Values(fresh));
        Assert.Equal([.. knobs.Kappa0.Values(fresh).Select(p => -Math.Log(p / (1 - p)))], knobs.LogAlpha!.Values(fresh), (a, b) =>
            Math.Abs(a - b) < 1e-12);
        Assert.Equal(fresh["x1"].ToNumbers(), knobs.Kappa1.Values(fresh));
        Assert.NotEqual(KnobData.Bind("fit(forest)", Linear, seed: 9).Values(fresh), knobs.Tau.Values(fresh));
    }

    [Fact]
    public void ConstantsAreSavedAndCodeIsNot()
    {
        Table any = KnobData.Covariates;
        foreach (double value in new[] { 0, -0.1, 1e-300, 1.0 / 3, -2.5e17, double.MaxValue })
        {
            Assert.All(KnobExpression.Load(Through(KnobExpression.Save(Knob.Constant(value), "tau"))).Values(any), v =>
                Assert.Equal(value, v));
        }

        Assert.Contains("made of code", Assert.Throws<CausalLoomException>(() =>
            KnobExpression.Save(Knob.Of("2", t => new double[t.Rows]), "tau")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedKnobsAreRefused()
    {
        Action<ModelState>[] damages =
        [
            state => state.Settings["text"] = "scale(age) + scale(bmi)",
            state => state.Settings["text"] = "age",
            state => state.Settings["text"] = "scale(age",
            state => state.Settings["text"] = "scale(other)",
            state => state.Settings["text"] = 3,
            state => state.Settings.Remove("columns"),
            state => state.Settings["columns"]![0]!["kind"] = "Colour",
            state => state.Settings["columns"]![0]!["kind"] = "Text",
            state => state.Settings["numbers"] = 3,
            state => state.Settings["numbers"] = 1e300,
            state => state.Tensors.Remove("numbers"),
            state => state.Settings["learners"]!.AsArray().Add("fit linear"),
            state => state.Settings["text"] = "scale(age) + fit(linear)",
        ];
        foreach (Action<ModelState> damage in damages)
        {
            ModelState state = KnobData.Bind("scale(age)").Save();
            damage(state);
            Assert.Throws<CausalLoomException>(() => KnobExpression.Load(state));
        }

        Assert.Throws<CausalLoomException>(() => KnobExpression.Load(new ModelState("tvae")));
    }

    [Fact]
    public void TextsInStandardDeviationsTurnIntoTheOutcomesUnit()
    {
        KnobTexts texts = new KnobTexts(".1 + cvd", "0", "-cvd", "2").Times(2.5);
        SandboxKnobs knobs = texts.Bind(KnobData.Real, FitContext.ForSeed(1));
        double[] cvd = KnobData.Covariates["cvd"].ToNumbers();
        Assert.Equal([.. cvd.Select(c => 2.5 * (.1 + c))], knobs.Tau.Values(KnobData.Covariates));
        Assert.Equal([.. cvd.Select(c => 2.5 * -c)], knobs.Kappa1.Values(KnobData.Covariates));
        Assert.Equal(("0", "2"), (texts.Kappa0, texts.LogAlpha));
        string message = Assert.Throws<CausalLoomException>(() =>
            new KnobTexts("1", "2", "tnh(1)").Bind(KnobData.Real, FitContext.ForSeed(1))).Message;
        Assert.StartsWith("‹kappa1›: 'tnh(1)'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASimulatedTableServes()
    {
        (CausalData toy, _) = MechanismData.Draw(new ToySimulator(), 500, 2);
        double[] values = KnobData.Bind(".1 * X_bin + ifelse(X_cat == 'B', 1, 0)", toy).Values(toy.Covariates);
        Assert.Equal([.. Enumerable.Range(0, 500)
            .Select(i => (.1 * toy.Covariates["X_bin"].NumberAt(i)) + (toy.Covariates["X_cat"].TextAt(i) == "B" ? 1 : 0))], values);
    }

    // Through the bytes of a file, so that nothing is merely shared.
    private static ModelState Through(ModelState state)
    {
        using MemoryStream file = new();
        LoomArchive.Write(file, state);
        return LoomArchive.Read(file.ToArray(), "knob.loom").State;
    }
}
