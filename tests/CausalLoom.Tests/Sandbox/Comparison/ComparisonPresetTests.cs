using CausalLoom.Data;
using CausalLoom.Generators.Gan;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Synthesis;
using CausalLoom.Tests.Evaluation;

namespace CausalLoom.Tests.Sandbox.Comparison;

/// <summary>The presets of ds-wgan and Credence, fitted: what they keep, what they meet and what they lose. Seeds are fixed.</summary>
public sealed class ComparisonPresetTests
{
    [Theory]
    [InlineData("toy")]
    [InlineData("actg")]
    public void TheWganPresetIsSane(string name)
    {
        CausalData real = name == "toy" ? ComparisonData.Binary : PublicData.Actg("0", "1");
        CtganOptions options = Assert.IsType<CtganGenerator>(ComparisonPresets.Wgan.Generator).Options;
        Assert.Equal([128, 128, 128], options.GeneratorWidths);
        Assert.Equal([128, 128, 128], options.CriticWidths);
        Assert.Equal(0.1, options.CriticDropout);
        Assert.Equal("tlearner", ComparisonPresets.Wgan.OutcomeModel.Name);

        // A tenth of its training: the margins are calibrated and the mechanisms are not the generator's.
        SequentialSynthesizer brief = ComparisonPresets.Wgan with
            { Generator = new CtganGenerator(options with { Steps = 150, MinimumSteps = 100 }) };
        IFittedSynthesizer fitted = brief.Fit(real, FitContext.ForSeed(1));
        SyntheticData drawn = fitted.Draw(8000, RandomStream.Of(2));
        CausalData made = real.Like(drawn.Table);
        Assert.InRange(made.Treated / 8000.0, 0.4, 0.6);
        foreach (Column column in real.Covariates.Columns)
        {
            double[] was = column.ToNumbers(), now = made.Covariates[column.Name].ToNumbers();
            double mean = was.Average(), sd = Math.Sqrt(was.Average(v => (v - mean) * (v - mean)));
            Assert.InRange(Math.Abs(now.Average() - mean), 0, 0.15 * sd);
        }

        ComparisonData.TruthIsWhatIsDrawn(drawn, real.TreatmentSpace.Name, real.OutcomeColumn.Name);
        string before = ComparisonData.Text(fitted.Draw(200, RandomStream.Of(3)));
        Assert.NotEmpty(before);
        Assert.Equal(before, ComparisonData.Text(Named.LoadSynthesizer(fitted.Save()).Draw(200, RandomStream.Of(3))));
    }

    [Fact]
    public void CredenceMeetsItsRequestAndLosesTheOutcome()
    {
        SandboxKnobs asked = new(Knob.Constant(0.1), Knob.Constant(0.05), Knob.Constant(0.05), null);
        PenaltyModel model = PenaltySandbox.Fit(ComparisonData.Binary.Two(), asked, ComparisonPresets.Credence, FitContext.ForSeed(1));

        // Met where it is trained, at latents of the real outcomes …
        Assert.All(model.Facts.Constraints, c => Assert.InRange(c.RootMeanSquare, 0, 0.002));
        SyntheticData drawn = model.Draw(20_000, RandomStream.Of(1));

        // … while what the outcome owes to the covariates is gone: .16 in the real rows, less than a third of that here (one SE is .007).
        double real = ComparisonData.Correlation(ComparisonData.Binary.Covariates["X_uniform"].ToNumbers(),
            ComparisonData.Binary.Outcome.Values);
        double made = ComparisonData.Correlation(drawn.Table["X_uniform"].ToNumbers(), drawn.Table["Y"].ToNumbers());
        Assert.InRange(real, 0.1, 0.25);
        Assert.InRange(Math.Abs(made), 0, real / 3);
    }

    [Fact]
    public void TheirWeightIsTheSameAsOursUntilItsGradientHasNoSquare()
    {
        // Adam divides by the root of squared gradients, so a weight that leaves nothing else of the loss is as good as any other. A
        // squared
        // gradient beyond 3.4e38 is no float: the step is nought ever after, and an effect of one SD is never learned.
        SandboxKnobs asked = new(Knob.Constant(2), Knob.Zero, Knob.Zero, null);
        double ours = Off(ComparisonPresets.Credence with { TauWeight = 1e9, KappaWeight = 1e9 }), large =
            Off(ComparisonPresets.Credence with { TauWeight = 1e17, KappaWeight = 1e17 }), theirs = Off(ComparisonPresets.CredenceAsCoded);
        Assert.Equal(1e20, ComparisonPresets.CredenceAsCoded.TauWeight);
        Assert.InRange(large / ours, 0.9, 1.1);
        Assert.True(theirs > 5 * ours, $"{theirs} against {ours}");

        double Off(PenaltyOptions options)
        {
            PenaltyModel model = new PenaltySandbox(asked, options).Fit(ComparisonData.Numeric.Two(), FitContext.ForSeed(2));
            SandboxDraw units = model.DrawUnits(4000, RandomStream.Of(1));
            return Math.Abs(units.Mu1.Zip(units.Mu0, (a, b) => a - b - 2).Average());
        }
    }
}
