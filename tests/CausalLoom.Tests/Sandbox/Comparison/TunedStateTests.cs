using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Copula;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Sandbox.Comparison;

/// <summary>Plasmodes with knobs as files: the same bytes after a round trip, and one line for whatever is damaged.</summary>
public sealed class TunedStateTests
{
    private static readonly RealCauseKnobs Knobs = new() { OverlapScale = 1.5, EffectScale = -0.5, Heterogeneity = 0.3 };
    private static readonly Lazy<TunedSource> Plain = new(() => ComparisonData.Models.Fit(ComparisonData.Binary, FitContext.ForSeed(1)));
    private static readonly Lazy<TunedSource> Turned = new(() =>
        new RealCauseStyle(ComparisonData.Models, Knobs).Fit(ComparisonData.Binary, FitContext.ForSeed(1)));
    private static readonly Lazy<TunedSource> Moved = new(() =>
        new MarginalEffect(ComparisonData.Models, 0.2).Fit(ComparisonData.Binary, FitContext.ForSeed(1)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFileAndThreadsChangeNothing(bool binary)
    {
        CausalData real = ComparisonData.Of(binary);
        foreach (ISynthesizer way in new ISynthesizer[]
            { ComparisonData.Models, new RealCauseStyle(ComparisonData.Models, Knobs), new MarginalEffect(ComparisonData.Models, 0.1) })
        {
            IFittedSynthesizer fitted = way.Fit(real, FitContext.ForSeed(1)), threaded = way.Fit(real, FitContext.ForSeed(1, 3));
            using MemoryStream file = new();
            LoomArchive.Write(file, fitted.Save());
            TunedSource loaded = Assert.IsType<TunedSource>(Named.LoadSynthesizer(LoomArchive.Read(file.ToArray(), "file").State));
            string drawn = ComparisonData.Text(fitted.Draw(150, RandomStream.Of(1)));
            Assert.Equal(drawn, ComparisonData.Text(threaded.Draw(150, RandomStream.Of(1))));
            Assert.Equal(drawn, ComparisonData.Text(loaded.Draw(150, RandomStream.Of(1))));
            Assert.Equal(way.Method, loaded.Method);
            Assert.Equal(Facts((TunedSource)fitted), Facts(loaded));
        }
    }

    [Fact]
    public void AGeneratorInsteadOfTheRowsHasNoExactEffect()
    {
        Plasmode made = ComparisonData.Models with { Generator = new GaussianCopulaGenerator(new CopulaOptions()) };
        TunedSource fitted = made.Fit(ComparisonData.Binary, FitContext.ForSeed(1));
        Assert.Null(fitted.AverageEffect);
        Assert.DoesNotContain("average_effect", Facts(fitted), StringComparison.Ordinal);
        TunedSource loaded = (TunedSource)Named.LoadSynthesizer(fitted.Save());
        Assert.Null(loaded.AverageEffect);
        Assert.Equal(ComparisonData.Text(fitted.Draw(100, RandomStream.Of(1))), ComparisonData.Text(loaded.Draw(100, RandomStream.Of(1))));
        Assert.Contains("copula", Assert.Throws<CausalLoomException>(() =>
            new MarginalEffect(made, 0.1).Fit(ComparisonData.Binary, FitContext.ForSeed(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamageIsRefusedInOneLine()
    {
        Damaged(Turned, "realcause", s => s.Tensors.Remove("realcause"));
        Damaged(Turned, "realcause", s => s.Tensors["realcause"] = new Tensor([1.0, 1, 1, 0], 4));
        Damaged(Turned, "realcause", s => s.Tensors["realcause"] = new Tensor([1.0, 1, 2, 0, 0], 5));
        Damaged(Turned, "realcause", s => s.Tensors["realcause"] = new Tensor([-1.0, 1, 1, 0, 0], 5));
        Damaged(Turned, "realcause", s => s.Tensors["realcause"] = new Tensor([1.0, double.NaN, 1, 0, 0], 5));
        Damaged(Turned, "realcause", s => s.Tensors["realcause"] = new Tensor([1.0, 1, 1, double.NaN, 0], 5));
        Damaged(Turned, "average_effect", s => s.Tensors["average_effect"] = new Tensor(Array.Empty<double>(), 0));
        Damaged(Turned, "average_effect", s => s.Tensors["average_effect"] = new Tensor([double.NaN], 1));
        Damaged(Moved, "marginal", s => s.Tensors["marginal"] = new Tensor([0.2, double.PositiveInfinity], 2));
        Damaged(Moved, "marginal", s => s.Tensors["marginal"] = new Tensor([0.2f, 1f], 2));
        Damaged(Moved, "plasmode", s => s.Settings.Remove("plasmode"));
        Damaged(Plain, "joint", s => s.Settings["plasmode"]!["kind"] = "joint");
        Damaged(Plain, "average_effect", s => s.Tensors.Remove("average_effect"));
        Damaged(Plain, "propensity", s => s.Settings["plasmode"]!["settings"]!.AsObject().Remove("propensity"));
    }

    private static void Damaged(Lazy<TunedSource> source, string word, Action<ModelState> damage)
    {
        ModelState state = source.Value.Save();
        _ = Named.LoadSynthesizer(state);
        damage(state);
        string message = Assert.Throws<CausalLoomException>(() => Named.LoadSynthesizer(state)).Message;
        Assert.Contains(word, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static string Facts(TunedSource source)
    {
        JsonObject json = [];
        source.AddFacts(json);
        return json.ToJsonString();
    }
}
