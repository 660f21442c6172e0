using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Verdicts;
using CausalLoom.Generators.Copula;
using CausalLoom.Jobs;
using CausalLoom.Mechanisms;
using CausalLoom.Methods;
using CausalLoom.Numerics.Random;
using CausalLoom.Rules;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Rules;

/// <summary>Rules on their way from a schema or the data through a fit to the rows, the counts and the verdict.</summary>
public sealed class RuleFlowTests
{
    [Fact]
    public void ASchemaListsRulesAndAFileDoes()
    {
        Schema schema = Schema.Parse("columns:\n  - {name: a}\n  - {name: b}\nrules: [a <= b, \"b != \\\"x\\\" | a == 0\"]\n");
        Assert.Equal(["a <= b", "b != \"x\" | a == 0"], schema.Rules);
        Assert.Equal(schema.Rules, Schema.Parse(schema.ToYaml()).Rules);
        Assert.Equal(schema.Rules, schema.With(new ColumnSchema("c")).Rules);
        Assert.Null(Schema.Parse("columns:\n  - {name: a}\n").Rules);
        Assert.Empty(Schema.Parse("columns:\n  - {name: a}\nrules: []\n").Rules!);
        Assert.Contains("`rules` is a list of conditions", Assert.Throws<CausalLoomException>(() =>
            Schema.Parse("columns:\n  - {name: a}\nrules: a\n")).Message, StringComparison.Ordinal);

        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "# mine\na <= b\n\nb > 0\n");
            Assert.Equal(["a <= b", "b > 0"], RuleFile.Read(path));
            File.WriteAllText(path, "rules:\n  - a <= b\n");
            Assert.Equal(["a <= b"], RuleFile.Read(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void TheJobKeepsWhatItFindsAndTheEvaluationCountsWhatAnotherBreaks()
    {
        CausalData data = Study(300);
        DataTable table = new(data.Covariates.With(data.Treatment.ToColumn(), data.OutcomeColumn), "w", "y");
        SynthesisPlan plan = SynthesisPlan.Of(new SequentialSynthesizer { Generator = new GaussianCopulaGenerator(new CopulaOptions()),
            OutcomeModel = new LinearOutcome() });
        SynthesizeResult result = new SynthesizeJob { Data = table, Plan = plan, Rows = 600 }.Run(new JobContext());
        Table rows = result.Rows.Table;
        Assert.Equal(0, Rule.Parse("start <= end").CountBroken(rows));
        Assert.Contains("rules kept: 'start <= end'", result.Summary(), StringComparison.Ordinal);
        Assert.Equal("start <= end", (string)JsonNode.Parse(result.Json())!["rules"]!["kept"]![0]!);

        // The outcome is in fives, and so are the potential outcomes it is one of.
        int[] arms = ((DiscreteColumn)rows["w"]).Codes;
        Truth truth = result.Rows.Truth!;
        Assert.All(Enumerable.Range(0, rows.Rows), i => Assert.Equal(truth.PotentialOutcomes[arms[i]][i], rows["y"].NumberAt(i)));
        Assert.All(truth.PotentialOutcomes.SelectMany(level => level), y => Assert.Equal(0, y % 5));

        SynthesizeResult without = new SynthesizeJob { Data = table, Rows = 600,
            Plan = SynthesisPlan.Of(((SequentialSynthesizer)plan.Synthesizer).Keeping([])) }.Run(new JobContext());
        CausalData synthetic = data.Like(without.Rows.Table);
        RuleMetrics metrics = RuleComparison.Measure(data, synthetic, null, null, TestContext.Current.CancellationToken);
        Assert.True(metrics.BrokenRate > 0.3 && metrics.Tried > 20 && metrics.Fdr == RuleFinder.FalseDiscoveryRate);
        Assert.Equal(metrics.Rules.OrderByDescending(rule => rule.Broken), metrics.Rules);
        Verdict verdict = RuleVerdict.Of(metrics)!;
        Assert.Equal(("rules", VerdictLevel.Fail), (verdict.Desideratum, verdict.Level));
        Assert.Contains("break a rule that no real row breaks", verdict.Text, StringComparison.Ordinal);

        RuleMetrics kept = RuleComparison.Measure(data, data.Like(rows), null, null, TestContext.Current.CancellationToken);
        Assert.Equal(0, kept.BrokenRate);
        Assert.Equal(VerdictLevel.Pass, RuleVerdict.Of(kept)!.Level);
        Assert.Null(RuleVerdict.Of(RuleComparison.Measure(data, synthetic, null, [], TestContext.Current.CancellationToken)));
    }

    // Stays of some days, and an outcome in fives.
    private static CausalData Study(int rows)
    {
        RandomStream s = RandomStream.Of(5);
        double[] age = [.. Enumerable.Range(0, rows).Select(_ => Math.Round(50 + (10 * s.NextNormal())))];
        double[] start = [.. age.Select(_ => (double)s.NextInt(300))];
        double[] end = [.. start.Select(v => v + Math.Floor(6 * s.NextExponential()))];
        int[] w = [.. age.Select(_ => s.NextInt(2))];
        double[] y = [.. age.Select((a, i) => 5 * Math.Round(((0.5 * a) + (6 * w[i]) + (8 * s.NextNormal())) / 5))];
        return CausalData.From(new Table([PlantedTable.Whole("age", age), PlantedTable.Whole("start", start),
            PlantedTable.Whole("end", end), new BinaryColumn("w", w, ["0", "1"]), PlantedTable.Whole("y", y)]), "w", "y");
    }
}
