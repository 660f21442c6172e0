using CausalLoom.Estimation.Average;
using CausalLoom.Methods;
using CausalLoom.Studies;

namespace CausalLoom.Tests.Studies;

/// <summary>Reading study files, and saying what is wrong with them.</summary>
public sealed class StudyFileTests
{
    private const string Good = """
        name: example
        aims: which is better
        seed: 7
        replicates: 30
        block: 8
        n: [100, 200]
        sources:
          - simulator: hybrid
            set: { overlap: poor, dimensions: 6 }
          - name: file
            bootstrap: data.csv
            treatment: w
            outcome: y
            covariates: [a, b]
            replace: false
            truth: { ate: 0.5, att: 0.25 }
          - name: real-x
            plasmode: data.csv
            schema: roles.yaml
            propensity: randomized:0.5
        estimands: [ate, att]
        methods:
          - estimator: ipw
            nuisance: linear
          - name: trial
            estimator: aipw
            nuisance: logistic+linear
            folds: 2
            clip: 0.05
            known_propensity: 0.5
          - name: paper
            estimator: tmle
            preset: hybrid-paper
        measures: [bias, coverage]
        precision: { coverage: 0.005 }
        """;

    [Fact]
    public void EverythingInAFileIsRead()
    {
        Study study = StudyFile.Parse(Good, "s.yaml");
        Assert.Equal(("example", "which is better", 7L, 30, 8), (study.Name, study.Aims, study.Seed, study.Replicates, study.Block));
        Assert.Equal([100, 200], study.Sizes);
        Assert.Equal(["hybrid", "file", "real-x"], study.Sources.Select(s => s.Name));
        Assert.Equal(["overlap=poor", "dimensions=6"], study.Sources[0].Settings);
        Assert.Equal(StudySourceKind.Bootstrap, study.Sources[1].Kind);
        Assert.False(study.Sources[1].Replace);
        Assert.Equal(["a", "b"], study.Sources[1].Roles.Covariates!);
        Assert.Equal(0.25, study.Sources[1].Truth[Estimand.Att]);
        SynthesisPlan mechanisms = study.Sources[2].Mechanisms!;
        Assert.Equal(("bootstrap", "randomized:0.5"), (mechanisms.Part("generator"), mechanisms.Part("propensity")));
        Assert.Equal([Estimand.Ate, Estimand.Att], study.Estimands);
        Assert.Equal(new StudyMethodSpec("ipw", "ipw", "linear"), study.Methods[0]);
        Assert.Equal(new StudyMethodSpec("trial", "aipw", "logistic+linear", 2, 0.05, 0.5), study.Methods[1]);
        Assert.Equal("hybrid-paper", study.Methods[2].Preset);
        Assert.Equal(["bias", "coverage"], study.Measures);
        Assert.Equal(0.005, study.Precision["coverage"]);
    }

    [Theory]
    [InlineData("replicates: 30", "replicats: 30", 4, 1, "Did you mean 'replicates'?")]
    [InlineData("replicates: 30", "replicates: 0", 4, 13, "whole number from 1")]
    [InlineData("replicates: 30", "replicates: 1.5", 4, 13, "whole number from 1")]
    [InlineData("n: [100, 200]", "n: [100, 100]", 6, 10, "twice")]
    [InlineData("n: [100, 200]", "n: []", 6, 4, "empty")]
    [InlineData("simulator: hybrid", "simulator: hybird", 8, 16, "Did you mean 'hybrid'?")]
    [InlineData("overlap: poor", "overlapp: poor", 9, 12, "Did you mean 'overlap'?")]
    [InlineData("overlap: poor", "overlap: thin", 9, 21, "thin")]
    [InlineData("treatment: w", "treatmnt: w", 12, 5, "Did you mean 'treatment'?")]
    [InlineData("    replace: false", "    set: {a: 1}", 15, 5, "no key 'set'")]
    [InlineData("ate: 0.5,", "atee: 0.5,", 16, 14, "Did you mean 'ate'?")]
    [InlineData("randomized:0.5", "randomised:0.5", 20, 17, "randomised")]
    [InlineData("estimands: [ate, att]", "estimands: [ate, all]", 21, 18, "It is one of: ate, att, atc, ato")]
    [InlineData("estimator: ipw", "estimator: ipv", 23, 16, "Did you mean 'ipw'?")]
    [InlineData("nuisance: linear", "nuisance: liner", 24, 15, "stack, linear")]
    [InlineData("folds: 2", "folds: two", 28, 12, "whole number")]
    [InlineData("clip: 0.05", "clip: 0.5", 29, 11, "below 0.5")]
    [InlineData("known_propensity: 0.5", "known_propensity: 1", 30, 23, "between 0 and 1")]
    [InlineData("preset: hybrid-paper", "preset: [hybrid-paper", 33, 13, "not valid YAML")]
    [InlineData("- name: paper", "- name: trial", 31, 5, "'trial' is there twice")]
    [InlineData("- name: paper", "- name: ../trial", 31, 11, "letters, digits")]
    [InlineData("    preset: hybrid-paper", "    preset: hybrid-paper\n    folds: 5", 34, 12, "no meaning with `preset: hybrid-paper`")]
    [InlineData("measures: [bias,", "measures: [biass,", 34, 12, "Did you mean 'bias'?")]
    [InlineData("precision: { coverage: 0.005 }", "precision: { coverage: 0 }", 35, 24, "above 0")]
    [InlineData("seed: 7", "seed: 7\nseed: 8", 4, 1, "not valid YAML")]
    [InlineData("aims: which is better", "aims: &a which\nseed: *a", 3, 7, "alias")]
    public void AMistakeIsOneLineWithItsPlace(string right, string wrong, int line, int column, string expected) =>
        StudyMistake.IsOneLine(Good, right, wrong, line, column, expected);

    [Theory]
    [InlineData("", "s.yaml")]
    [InlineData("[]", "list of `key: value`")]
    [InlineData("name: x\nreplicates: 2\nn: 50\nsources: [{simulator: toy}]", "needs `methods:`")]
    [InlineData("name: x\nreplicates: 2\nn: 50\nmethods: [{estimator: or}]\nsources: [{simulator: toy, model: x.loom}]",
        "this has simulator and model")]
    [InlineData("name: x\nreplicates: 2\nn: 50\nmethods: [{estimator: or}]\nsources: [{name: q}]", "this has none")]
    [InlineData("name: x\nreplicates: 2\nn: 50\nmethods: [{estimator: or}]\nsources: [{simulatr: toy}]", "Did you mean 'simulator'?")]
    [InlineData("name: x\nreplicates: 2\nn: 50\nmethods: [{estimator: or}]\nsources: [{bootstrap: d.csv, treatment: w}]",
        "needs `outcome:`")]
    [InlineData("name: x\nreplicates: 2\nn: 50\nmethods: {estimator: or}\nsources: [{simulator: toy}]", "begin each entry with")]
    [InlineData("[[[[[[[[[[1]]]]]]]]]]", "nested too deeply")]
    public void WhatIsMissingIsNamed(string yaml, string expected)
    {
        CausalLoomException e = Assert.Throws<CausalLoomException>(() => StudyFile.Parse(yaml, "s.yaml"));
        Assert.StartsWith("s.yaml", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheScannerGivesUpOnIsAMistakeOfTheFile()
    {
        string broken = Good.Replace("preset: hybrid-paper", "{preset: hybrid-paper", StringComparison.Ordinal);
        string message = Assert.Throws<CausalLoomException>(() => StudyFile.Parse(broken, "s.yaml")).Message;
        Assert.Matches("^s.yaml, line 3[23], column [0-9]+: not valid YAML", message);
    }

    [Fact]
    public void TheSchemaInDocsKnowsTheKeysThatAreRead()
    {
        System.Text.Json.Nodes.JsonNode schema = System.Text.Json.Nodes.JsonNode.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "docs", "study.schema.json")))!;
        Assert.Equal(KeysSaid("wrong: 1"), Properties(schema));
        Assert.Equal(KeysSaid("name: x\nreplicates: 2\nn: 50\nsources: [{simulator: toy}]\nmethods: [{wrong: 1}]"),
            Properties(schema["properties"]!["methods"]!["items"]!));
        Assert.Equal(KeysSaid("name: x\nreplicates: 2\nn: 50\nsources: [{wrong: 1}]"),
            Properties(schema["properties"]!["sources"]!["items"]!));
        const string Sandbox =
            "name: x\nsources: [{simulator: toy}, {name: s, synthesizer: toy, seed_rows: 99, method: sandbox, tau: 0}]\n";
        Assert.Equal(KeysSaid(Sandbox + "evaluations: [{wrong: 1}]"), Properties(schema["properties"]!["evaluations"]!["items"]!));
        Assert.Equal(KeysSaid(Sandbox + "evaluations: [{evaluate: metrics}]\ntable: {wrong: 1}"),
            Properties(schema["properties"]!["table"]!));
        Assert.Equal(
            KeysSaid(Sandbox + "evaluations: [{evaluate: metrics}]\ntable: {columns: [a], rows: {b: [s]}, figures: [{wrong: 1}]}"),
            Properties(schema["properties"]!["table"]!["properties"]!["figures"]!["items"]!));
        Assert.Equal(Performance.Names.Order(StringComparer.Ordinal),
            schema["$defs"]!["measure"]!["enum"]!.AsArray().Select(v => (string)v!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheExamplesAreStudies()
    {
        string[] examples = Directory.GetFiles(Path.Combine(Repository.Root, "studies"), "*.yaml");
        Assert.True(examples.Length >= 2);
        Assert.All(examples, path => Assert.True(StudyFile.Read(path) is { Methods.Count: > 0 } or { Evaluations.Count: > 0 }));
    }

    private static string[] KeysSaid(string yaml)
    {
        string message = Assert.Throws<CausalLoomException>(() => StudyFile.Parse(yaml, "s.yaml")).Message;
        return [.. message.Split("Its keys are: ")[1].TrimEnd('.').Split(", ").Order(StringComparer.Ordinal)];
    }

    private static string[] Properties(System.Text.Json.Nodes.JsonNode schema) =>
        [.. schema["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal)];
}
