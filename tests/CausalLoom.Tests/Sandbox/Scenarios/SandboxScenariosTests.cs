using CausalLoom.Data;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Sandbox.Scenarios;
using CausalLoom.Simulators;
using CausalLoom.Tests.Data;
using CausalLoom.Tests.Mechanisms;

namespace CausalLoom.Tests.Sandbox.Scenarios;

/// <summary>Every scenario binds to its data; values against numbers worked out elsewhere.</summary>
public sealed class SandboxScenariosTests
{
    private const string Actg175 = "age,wtkg,hemo,homo,drugs,karnof,oprior,z30,preanti,race,gender,str2,symptom,cd40,cd80";
    private const string Nhefs = "sex,age,race,education,smokeintensity,smokeyrs,wt71,bronch,hf,hbp,pepticulcer,hepatitis,tumor,diabetes,"
        + "nervousbreak,exercise,active";

    [Fact]
    public void EveryScenarioIsListedOnceAndFound()
    {
        Assert.Equal(16, SandboxScenarios.All.Count);
        Assert.Equal(16, SandboxScenarios.Names.Distinct().Count());
        Assert.All(SandboxScenarios.Names, name => Assert.Equal(name, SandboxScenarios.Find(name).Name));
        Assert.Contains("Did you mean 'nhefs-s3'?", Assert.Throws<CausalLoomException>(() => SandboxScenarios.Find("nhefs-S3x")).Message,
            StringComparison.Ordinal);
        Assert.All(SandboxScenarios.All, scenario => Assert.Equal(5, scenario.Data.Roles.Count));
    }

    [Fact]
    public void TheToysScenariosAreThePapersFunctions()
    {
        (CausalData toy, _) = MechanismData.Draw(new ToySimulator(), 400, 6);
        double[] cvd = toy.Covariates["X_bin"].ToNumbers(), age = Standardised(toy.Covariates["X_uniform"]),
            charlson = Standardised(toy.Covariates["X_exp"]);
        SandboxKnobs[] knobs = [.. Enumerable.Range(1, 5).Select(s => Bind($"toy-s{s}", toy))];
        for (int i = 0; i < toy.Rows; i++)
        {
            double linear = .05 + (.015 * cvd[i]) + (.01 * age[i]) + (.01 * charlson[i]);
            double tilt = .01 * Math.Tanh((.5 * charlson[i]) + (.6 * cvd[i]) + (.2 * age[i]));
            string level = toy.Covariates["X_cat"].TextAt(i);
            double bounded = .02 + (.05 * Math.Tanh((.4 * cvd[i]) + (.2 * age[i]) + (.2 * charlson[i]) + (level == "C" ? .4 : 0)));
            Check(knobs[0], toy, i, .1, 0, 0, 0);
            Check(knobs[1], toy, i, linear, .02, .02, 1);
            Check(knobs[2], toy, i, bounded, .05 - tilt, .05 + tilt, level == "B" ? 2 : -2);
            Check(knobs[3], toy, i, linear, 0, 0, 1);
            Check(knobs[4], toy, i, .02 + (.15 * cvd[i]), 0, 0, 1);
        }

        Check(Bind("toy-notebook", toy), toy, 0, .1, 0, 0, cvd[0]);
    }

    // pandas: (v − mean)/std by n − 1 over the file, then the paper's formulas; rows are the first, one with "cvd" and one with "dementia".
    [Theory]
    [MemberData(nameof(Rows))]
    public void OnPublicDataTheValuesAreThoseOfPandas(string name, int row, double linear, double bounded, double kappa0, double kappa1,
        double logAlpha)
    {
        CausalData data = Load(name);
        SandboxKnobs third = Bind(name + "-s3", data);
        Check(third, data, row, bounded, kappa0, kappa1, logAlpha);
        Check(Bind(name + "-s2", data), data, row, linear, .02, .02, 1);
    }

    [Theory]
    [InlineData("actg175")]
    [InlineData("nhefs")]
    public void EveryScenarioBindsToItsDataAndComesBackFromAFile(string name)
    {
        CausalData data = Load(name);
        foreach (SandboxScenario scenario in SandboxScenarios.All.Where(s => s.Data.Name == name))
        {
            SandboxKnobs knobs = Bind(scenario.Name, data);
            Assert.All(knobs.Tau.Values(data.Covariates), tau => Assert.InRange(tau, -.1, .3));
            foreach (IKnob knob in new[] { knobs.Tau, knobs.Kappa0, knobs.Kappa1, knobs.LogAlpha! })
            {
                Assert.Equal(knob.Values(data.Covariates), KnobExpression.Load(KnobExpression.Save(knob, "k")).Values(data.Covariates));
            }
        }
    }

    public static TheoryData<string, int, double, double, double, double, double> Rows => new()
    {
        { "actg175", 0, 0.056925437256712196, 0.02688148707865518, 0.050927209401425914, 0.04907279059857409, -2.0 },
        { "actg175", 8, 0.07968588992560721, 0.050018253523016476, 0.041755321333337404, 0.0582446786666626, 2.0 },
        { "actg175", 281, 0.04401767798509191, 0.033661613827507916, 0.04844036836768177, 0.051559631632318234, 2.0 },
        { "nhefs", 0, 0.09970858409077943, 0.0599197846400074, 0.04016897005659556, 0.059831029943404446, -2.0 },
        { "nhefs", 84, 0.06990937803294348, 0.0557707107892092, 0.045012943969896795, 0.05498705603010321, -2.0 },
        { "nhefs", 3, 0.07976934228630736, 0.050071572985932025, 0.043679749239840394, 0.05632025076015961, -2.0 },
        { "nhefs", 1628, 0.032724458462874695, 0.0033805838113969977, 0.05459057609338369, 0.045409423906616314, -2.0 },
    };

    private static CausalData Load(string name)
    {
        ScenarioData data = SandboxScenarios.Find(name + "-s1").Data;
        LoadOptions options = new()
            { Treatment = data.Treatment, Outcome = data.Outcome, Covariates = (name == "nhefs" ? Nhefs : Actg175).Split(',') };
        return DataLoader.Load(SharedData.Find(name + ".csv"), options).Data;
    }

    private static SandboxKnobs Bind(string name, CausalData data) => SandboxScenarios.Find(name).Knobs.Bind(data, FitContext.ForSeed(1));

    private static void Check(SandboxKnobs knobs, CausalData data, int row, double tau, double kappa0, double kappa1, double logAlpha)
    {
        Table one = data.Covariates.Take([row]);
        Assert.Equal(tau, knobs.Tau.Values(one)[0], 12);
        Assert.Equal(kappa0, knobs.Kappa0.Values(one)[0], 12);
        Assert.Equal(kappa1, knobs.Kappa1.Values(one)[0], 12);
        Assert.Equal(logAlpha, knobs.LogAlpha!.Values(one)[0]);
    }

    private static double[] Standardised(Column column)
    {
        double[] values = column.ToNumbers();
        double mean = values.Average(), sd = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        return Array.ConvertAll(values, v => (v - mean) / sd);
    }
}
