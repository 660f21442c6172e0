using CausalLoom.Data;
using CausalLoom.Rules;

namespace CausalLoom.Tests.Rules;

/// <summary>What a rule's text is recognised as, and which rows break it.</summary>
public sealed class RuleTests
{
    private static readonly Table Rows = new([
        PlantedTable.Whole("start", [1, 5, 9]),
        new IntegerColumn("end", [1, 4, 0], [false, false, true]),
        new ContinuousColumn("a", [0.1, 0.2, 1], 1),
        new ContinuousColumn("b", [0.2, 0.1, 1], 1),
        new ContinuousColumn("c", [0.3, 0.4, double.NaN], 1),
        new BinaryColumn("smoker", [0, 1, -1], ["no", "yes"]),
        PlantedTable.Whole("cigs", [0, 0, 7]),
        PlantedTable.Whole("age", [64, 65, 70]),
        new BinaryColumn("old", [0, 0, 1], ["0", "1"]),
        new CategoricalColumn("dose", [0, 1, 2], ["0", "5", "7"])]);

    [Theory]
    [InlineData("start <= end", RuleKind.Order, "010")]
    [InlineData("end > start", RuleKind.Order, "110")]
    [InlineData("c == a + b", RuleKind.Sum, "010")]
    [InlineData("a + b == c", RuleKind.Sum, "010")]
    [InlineData("c - a == b", RuleKind.Sum, "010")]
    [InlineData("a == b", RuleKind.Sum, "110")]
    [InlineData("start == age * cigs", RuleKind.Product, "111")]
    [InlineData("a == start / age", RuleKind.Product, "111")]
    [InlineData("smoker != \"no\" | cigs == 0", RuleKind.Implication, "000")]
    [InlineData("!(smoker == \"yes\") | cigs != 0", RuleKind.Implication, "010")]
    [InlineData("!(smoker == 'yes' & cigs == 0)", RuleKind.Implication, "010")]
    [InlineData("!is.na(smoker) | is.na(c)", RuleKind.Implication, "000")]
    [InlineData("smoker == \"no\" | !is.na(end)", RuleKind.Implication, "000")]
    [InlineData("(old == 1) == (age >= 65)", RuleKind.Flag, "010")]
    [InlineData("(old == 0) == (age >= 60 & age < 65)", RuleKind.Flag, "010")]
    [InlineData("dose %in% c(0, 5)", RuleKind.Values, "001")]
    [InlineData("age %% 5 == 0", RuleKind.Step, "100")]
    [InlineData("a %% 0.1 == 0", RuleKind.Step, "000")]
    [InlineData("start <= end & age > 3", RuleKind.Other, "010")]
    [InlineData("abs(start - end) < 3", RuleKind.Other, "000")]
    public void ItIsRecognisedAndCounted(string text, RuleKind kind, string broken)
    {
        Rule rule = Rule.Parse(text);
        Assert.Equal(kind, rule.Kind);
        Assert.Equal(broken, string.Concat(rule.Broken(Rows).Select(b => b ? '1' : '0')));
        Assert.Equal(broken.Count(c => c == '1'), rule.CountBroken(Rows));
    }

    [Theory]
    [InlineData("start <= ", "rule: 'start <= ': the expression ends where a value is due at character 10")]
    [InlineData("strat <= end", "there is no column 'strat' at character 1 (here: »strat«); did you mean 'start'?")]
    [InlineData("start + end", "this is a value and no condition")]
    public void WhatIsNoRuleIsRefused(string text, string message) => Assert.Contains(message,
        Assert.Throws<CausalLoomException>(() => Rule.Parse(text).Broken(Rows)).Message, StringComparison.Ordinal);

    [Fact]
    public void NamesThatNeedBackticksComeBack()
    {
        Table odd = new([PlantedTable.Whole("first `day`", [.. Enumerable.Range(0, 200).Select(i => (double)(i * 37 % 200))]),
            PlantedTable.Whole("last day", [.. Enumerable.Range(0, 200).Select(i => (double)((i * 37 % 200) + (i % 7)))]),
            new CategoricalColumn("NA", [.. Enumerable.Range(0, 200).Select(i => i % 3)], ["a\"b", "c\\d", "é"]),
            new CategoricalColumn("TRUE", [.. Enumerable.Range(0, 200).Select(i => i % 3)], ["a\"b", "c\\d", "é"])]);
        FoundRules found = RuleFinder.Find(odd, TestContext.Current.CancellationToken);
        Assert.Contains("`first \\`day\\`` <= `last day`", found.Rules.Select(rule => rule.Text));
        Assert.Contains("`TRUE` == `NA`", found.Rules.Select(rule => rule.Text));
        Assert.All(found.Rules, rule => Assert.Equal(0, rule.CountBroken(odd)));
    }
}
