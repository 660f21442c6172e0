using CausalLoom.Catalogue;
using CausalLoom.Estimation.Average;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Models;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Catalogue;

/// <summary>Names, and what is said where there is none.</summary>
public sealed class CatalogueTests
{
    [Theory]
    [InlineData("generator", "ctgn", "ctgan")]
    [InlineData("propensity model", "boostin", "boosting")]
    [InlineData("outcome model", "tlerner", "tlearner")]
    [InlineData("outcome noise", "quantil", "quantile")]
    [InlineData("calibration", "plat", "platt")]
    [InlineData("nuisance", "interaction", "interactions")]
    [InlineData("simulator", "kang-schaffer", "kang-schafer")]
    public void EveryKindHasAWordForASlip(string kind, string slip, string meant)
    {
        Catalogues all = Catalogues.Default;
        Func<string, object> find = kind switch
        {
            "generator" => all.Generators.Find,
            "propensity model" => all.Propensities.Find,
            "outcome model" => all.Outcomes.Find,
            "outcome noise" => all.OutcomeNoises.Find,
            "calibration" => all.Calibrations.Find,
            "nuisance" => all.Nuisances.Find,
            _ => all.Simulators.Find,
        };
        string message = Assert.Throws<CausalLoomException>(() => find(slip)).Message;
        Assert.StartsWith($"There is no {kind} '{slip}'. Did you mean '{meant}'? The ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        _ = find(meant);
    }

    [Fact]
    public void NamesAreLowerCaseAndHelpIsALine()
    {
        Check(Catalogues.Default.Generators);
        Check(Catalogues.Default.Propensities);
        Check(Catalogues.Default.Outcomes);
        Check(Catalogues.Default.OutcomeNoises);
        Check(Catalogues.Default.Calibrations);
        Check(Catalogues.Default.Nuisances);
        Check(Catalogues.Default.Simulators);

        static void Check<T>(Catalogue<T> parts)
            where T : notnull
        {
            Assert.Equal(parts.Count, parts.Select(part => part.Name).Distinct().Count());
            Assert.All(parts, part => Assert.Matches("^[a-z][a-z0-9-]*$", part.Name));
            Assert.All(parts, part => Assert.Matches("^[^\n]{4,120}$", part.Help));
            Assert.All(parts, part => Assert.DoesNotContain(part.Options.Fields.GroupBy(f => f.Name), same => same.Count() > 1));

            // A default is within the bounds that are stated for it.
            Assert.All(parts.SelectMany(part => part.Options.Fields.Select(field => (part.Options, field))), pair =>
                Assert.Equal(pair.field.Default,
                    pair.field.Show(pair.Options.Bind(pair.Options.Defaults, pair.field.Name, pair.field.Default))));
        }
    }

    [Fact]
    public void AWordBelongsToAName()
    {
        Assert.Equal("known:age", Named.Propensity("known:age").Name);
        Assert.Equal("randomized:0.25", Named.Propensity("randomized:0.25").Name);
        Assert.All(new[] { "known", "known:", "randomized:", "randomized:2", "knownage" }, name =>
            Assert.Throws<CausalLoomException>(() => Named.Propensity(name)));
    }

    [Fact]
    public void AModelOfAnUnknownKindIsRefused()
    {
        ModelState state = new("mine");
        string message = Assert.Throws<CausalLoomException>(() => Catalogues.Default.LoadGenerator(state)).Message;
        Assert.Contains("a generator of the kind 'mine'", message, StringComparison.Ordinal);
        Assert.Throws<CausalLoomException>(() => Catalogues.Default.LoadPropensity(state));
        Assert.Throws<CausalLoomException>(() => Catalogues.Default.LoadOutcome(state));
        Assert.Throws<CausalLoomException>(() => Catalogues.Default.LoadResidualLaw(state));
    }

    [Fact]
    public void APartOfACallersOwnStandsBesideTheOthersAndTakesNoName()
    {
        Catalogues more = Catalogues.Default.With(SimulatorCatalogue.Entry("mine", "a trial", new KangSchaferSimulatorOptions(), o =>
            new KangSchaferSimulator(o.Latent)));
        Assert.Equal([.. Catalogues.Default.Simulators.Names, "mine"], more.Simulators.Names);
        Assert.Equal("kang-schafer", more.CreateSimulator("mine", ["latent=true"]).Name);
        Assert.False(Catalogues.Default.Simulators.Contains("mine"));
        Assert.Throws<ArgumentException>(() => Catalogues.Default.With(SimulatorCatalogue.Entry("toy", "a toy", new object(), _ =>
            new ToySimulator())).Simulators);
    }

    [Fact]
    public void APartOfAPackageThatIsNotHereIsListedAndRefusedInOneLine()
    {
        Catalogues none = Catalogues.Default;
        Assert.Contains("llm", none.Generators.Names);
        const string said = "The generator 'llm' is in the package CausalLoom.Llm, which this program is without: put CausalLoom.Llm.dll "
            + "beside the program (one of your own adds it to its catalogues), or choose another generator.";
        Assert.Equal(said, Assert.Throws<CausalLoomException>(() => none.Generators.Find("llm")).Message);
        Assert.Equal(said, Assert.Throws<CausalLoomException>(() => none.Generators.Create("llm")).Message);
        Assert.Equal("The model file holds a generator 'llm' of the package CausalLoom.Llm, which this program is without: put "
            + "CausalLoom.Llm.dll beside the program (one of your own adds it to its catalogues), or fit the model again with another "
            + "generator.", Assert.Throws<CausalLoomException>(() => none.LoadGenerator(new ModelState("llm"))).Message);

        // The package's own takes its place; twice it cannot.
        Part<ITabularGenerator> own = GeneratorCatalogue.Entry("llm", "a server", new object(), _ => Named.Generator("copula"),
            state => none.LoadGenerator(state));
        Catalogues more = none.With(own);
        Assert.Equal(none.Generators.Names, more.Generators.Names);
        Assert.Equal("copula", more.Generators.Create("llm").Name);
        Assert.Throws<ArgumentException>(() => more.With(own).Generators);
    }
}
