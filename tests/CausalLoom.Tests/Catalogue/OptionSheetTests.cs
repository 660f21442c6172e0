using System.ComponentModel.DataAnnotations;
using CausalLoom.Catalogue;

namespace CausalLoom.Tests.Catalogue;

/// <summary>Options by name.</summary>
public sealed class OptionSheetTests
{
    private static readonly OptionSheet Sheet = Parts.Of("part", "for tests", new Settings(), o => o).Options;

    [Theory]
    [InlineData("epochs", "7")]
    [InlineData("learning-rate", "0.25")]
    [InlineData("batch-norm", "true")]
    [InlineData("way", "up-hill")]
    [InlineData("word", "hello")]
    [InlineData("limit", "3")]
    [InlineData("limit", "none")]
    [InlineData("widths", "8,16,8")]
    [InlineData("penalties", "0.5,2")]
    [InlineData("trees.count", "9")]
    [InlineData("trees.bounds.lower", "0.25")]
    [InlineData("l2", "3")]
    public void AValueIsReadBackAsItWasWritten(string option, string value)
    {
        object bound = Sheet.Bind(Sheet.Defaults, option, value);
        Assert.Equal(value, Sheet.Find(option).Show(bound));
        Assert.All(Sheet.Fields.Where(f => f.Name != option), field => Assert.Equal(field.Default, field.Show(bound)));
        Assert.All(Sheet.Fields, field => Assert.Equal(field.Default, field.Show(Sheet.Defaults)));
    }

    [Fact]
    public void AllOptionsAreThereInOrderWithDefaultsAndBounds()
    {
        Assert.Equal(["l2=1", "epochs=10", "learning-rate=0.001", "batch-norm=false", "way=straight", "word=a", "limit=none", "widths=4",
            "penalties=1,0.1", "trees.count=50", "trees.bounds.lower=0.01", "trees.bounds.upper=0.99"],
            Sheet.Fields.Select(f => $"{f.Name}={f.Default}"));
        Assert.Equal("a whole number from 1 up", Sheet.Find("epochs").Takes);
        Assert.Equal("a number above 0 to below 1", Sheet.Find("learning-rate").Takes);
        Assert.Equal("one of straight, up-hill", Sheet.Find("way").Takes);
    }

    [Theory]
    [InlineData("LearningRate")]
    [InlineData("learning_rate")]
    [InlineData("learningrate")]
    [InlineData("Learning-Rate")]
    public void SpellingsOfANameAreOne(string option) => Assert.Equal("learning-rate", Sheet.Find(option).Name);

    [Fact]
    public void AnInnerOptionNeedsItsPathOnlyWhereTwoHaveItsName()
    {
        Assert.Equal("trees.count", Sheet.Find("count").Name);
        OptionSheet two = Parts.Of("two", "for tests", new Two(), o => o).Options;
        string message = Assert.Throws<CausalLoomException>(() => two.Find("count")).Message;
        Assert.Equal("'two' has more than one option 'count': write first.count or second.count.", message);
    }

    [Theory]
    [InlineData("epoch", "3", "'part' has no option 'epoch'. Did you mean 'epochs'? Its options are: l2, epochs, learning-rate, ")]
    [InlineData("epochs", "many", "part.epochs takes a whole number from 1 up, not 'many'.")]
    [InlineData("epochs", "0", "part.epochs takes a whole number from 1 up, not '0'.")]
    [InlineData("epochs", "1.5", "not '1.5'.")]
    [InlineData("epochs", "99999999999", "not '99999999999'.")]
    [InlineData("learning-rate", "1", "part.learning-rate takes a number above 0 to below 1, not '1'.")]
    [InlineData("l2", "NaN", "not 'NaN'.")]
    [InlineData("l2", "1e999", "not '1e999'.")]
    [InlineData("batch-norm", "yes", "part.batch-norm takes true or false, not 'yes'.")]
    [InlineData("way", "down", "part.way takes one of straight, up-hill, not 'down'.")]
    [InlineData("widths", "8,,8", "part.widths takes a list with commas, each a whole number from 1 up, not '8,,8'.")]
    [InlineData("count", "x", "part.trees.count takes a whole number")]
    public void AMistakeIsOneLineWithWhatItTakes(string option, string value, string expected)
    {
        string message = Assert.Throws<CausalLoomException>(() => Sheet.Bind(Sheet.Defaults, option, value)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private enum Way
    {
        Straight,
        UpHill,
    }

    private readonly record struct Bounds(double Lower, double Upper);

    private sealed record Trees
    {
        public int Count { get; init; } = 50;

        public Bounds Bounds { get; init; } = new(0.01, 0.99);
    }

    private sealed record Two
    {
        public Trees First { get; init; } = new();

        public Trees Second { get; init; } = new();
    }

    private sealed record Settings(double L2 = 1)
    {
        public static Settings Other { get; } = new(2);

        [Range(1, int.MaxValue)]
        public int Epochs { get; init; } = 10;

        [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
        public double LearningRate { get; init; } = 0.001;

        public bool BatchNorm { get; init; }

        public Way Way { get; init; }

        public string Word { get; init; } = "a";

        public double? Limit { get; init; }

        [Range(1, int.MaxValue)]
        public IReadOnlyList<int> Widths { get; init; } = [4];

        public IReadOnlyList<double> Penalties { get; init; } = [1, 0.1];

        public Trees Trees { get; init; } = new();

        public Func<int>? Unwritable { get; init; }

        public int Twice => 2 * Epochs;
    }
}
