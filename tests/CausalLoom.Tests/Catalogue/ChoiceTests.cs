using CausalLoom.Catalogue;
using CausalLoom.Generators;
using CausalLoom.Generators.Gan;
using CausalLoom.Mechanisms;

namespace CausalLoom.Tests.Catalogue;

/// <summary>`NAME.OPTION=VALUE` on what was chosen.</summary>
public sealed class ChoiceTests
{
    [Fact]
    public void AnOptionReachesThePartOfItsName()
    {
        Choice<ITabularGenerator> generator = new(Catalogues.Default.Generators, "generator", "ctgan");
        Apply(["ctgan.generator_widths=8,8", "generator.ctgan.epochs=4"], generator);
        CtganOptions options = Assert.IsType<CtganGenerator>(generator.Create()).Options;
        Assert.Equal((4, 8, 8), (options.Epochs, options.GeneratorWidths[0], options.GeneratorWidths[1]));
        Assert.Equal(new CtganOptions().Steps, options.Steps);
        Assert.Equal([("ctgan.generator-widths", "8,8"), ("ctgan.epochs", "4")], generator.Set);
        Assert.Contains("ctgan.epochs is set twice", Refused(["ctgan.Epochs=3"], generator), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoPartsOfOneNameAreToldApartByTheirRole()
    {
        Choice<IPropensityLearner> propensity = new(Catalogues.Default.Propensities, "propensity", "forest");
        Choice<IOutcomeLearner> outcome = new(Catalogues.Default.Outcomes, "outcome-model", "forest");
        Apply(["propensity.forest.trees=7", "outcome-model.forest.trees=9", "forest.single=true"], propensity, outcome);
        Assert.Equal(7, Assert.IsType<ForestPropensity>(propensity.Create()).Options!.Forest.Trees);
        Assert.Equal((9, true), (Assert.IsType<ForestOutcome>(outcome.Create()).Options!.Trees, ((ForestOutcome)outcome.Create()).Single));
        Assert.Equal("forest.trees=7: 'forest' is the propensity and the outcome-model: write propensity.forest.trees or "
            + "outcome-model.forest.trees.", Refused(["forest.trees=7"], propensity, outcome));
    }

    [Theory]
    [InlineData("ctgan", "'ctgan' sets nothing: write NAME.OPTION=VALUE, such as ctgan.epochs=300.")]
    [InlineData("epochs=3", "'epochs=3' sets nothing")]
    [InlineData("ctgan.=3", "sets nothing")]
    [InlineData("ctgn.epochs=3", "ctgn.epochs=3: 'ctgn' is not in use. Did you mean 'ctgan'? What is in use: ctgan, stack.")]
    [InlineData("tvae.epochs=3", "tvae.epochs=3: 'tvae' is not in use.")]
    [InlineData("ctgan.epoks=3", "'ctgan' has no option 'epoks'. Did you mean 'epochs'?")]
    [InlineData("ctgan.epochs=0", "ctgan.epochs takes a whole number")]
    public void AMistakeIsOneLine(string setting, string expected)
    {
        string message = Refused([setting], new Choice<ITabularGenerator>(Catalogues.Default.Generators, "generator", "ctgan"),
            new Choice<IPropensityLearner>(Catalogues.Default.Propensities, "propensity", "stack"));
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static void Apply(string[] settings, params Choice[] choices) => Choice.Apply(settings.Select(OptionSetting.Parse), choices);

    private static string Refused(string[] settings, params Choice[] choices) =>
        Assert.Throws<CausalLoomException>(() => Apply(settings, choices)).Message;
}
