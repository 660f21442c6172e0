using CausalLoom.Data;
using CausalLoom.Jobs;

namespace CausalLoom.Tests.Jobs;

/// <summary>Exact effects come from a truth file, of two levels and of more, or from memory: one number a row.</summary>
public sealed class TrueEffectsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loom truth ").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("cate\n1\n2\n3\n4\n")]
    [InlineData("mu1,mu0\n3,2\n4,2\n5,2\n6,2\n")]
    public void OfTwoLevelsCateOrTheMeansDifference(string csv) =>
        Assert.Equal([1, 2, 3, 4], Assert.Single(Read(csv, Rows("0", "1", "0", "1"))));

    [Fact]
    public void OfMoreLevelsEachMeanLessTheReferences()
    {
        CausalData rows = Rows("b", "a", "c", "a", "b", "c");
        IReadOnlyList<double[]> effects =
            Read("mu_a,mu_b,mu_c\n" + string.Concat(Enumerable.Range(0, 6).Select(i => $"{i},{2 * i},{3 * i}\n")),
            rows);
        string[] levels = [.. rows.TreatmentSpace.Levels];
        double[] mu = [.. levels.Select(level => level == "a" ? 1.0 : level == "b" ? 2 : 3)];
        Assert.Equal(2, effects.Count);
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal([i * (mu[1] - mu[0]), i * (mu[2] - mu[0])], effects.Select(e => e[i])));
        Assert.Contains("'mu_c'", Refused("mu_a,mu_b\n1,2\n", rows), StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherNumberOfRowsIsRefused()
    {
        CausalData rows = Rows("0", "1", "0", "1");
        Assert.Contains("2 rows of truth and 4 synthetic rows", Refused("cate\n1\n2\n", rows), StringComparison.Ordinal);
        TrueEffects memory = new([[1, 2, 3, 4]]);
        Assert.Equal([1, 2, 3, 4], memory.Read(rows, TestContext.Current.CancellationToken)[0]);
        Assert.Contains("4 true effects and 6 rows", Assert.Throws<CausalLoomException>(() =>
            memory.Read(Rows("0", "1", "0", "1", "0", "1"), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    private static CausalData Rows(params string[] arms)
    {
        string[] levels = [.. arms.Distinct().Order(StringComparer.Ordinal)];
        int[] codes = [.. arms.Select(arm => Array.IndexOf(levels, arm))];
        Column treatment = levels.Length == 2 ? new BinaryColumn("w", codes, levels) : new CategoricalColumn("w", codes, levels);
        double[] x = [.. Enumerable.Range(0, arms.Length).Select(i => i / 10.0)];
        return CausalData.From(new Table([new ContinuousColumn("x", x), treatment, new ContinuousColumn("y", x)]), "w", "y");
    }

    private string Refused(string csv, CausalData rows) => Assert.Throws<CausalLoomException>(() => Read(csv, rows)).Message;

    private IReadOnlyList<double[]> Read(string csv, CausalData rows)
    {
        string path = Path.Combine(_folder, "truth.csv");
        File.WriteAllText(path, csv);
        return new TruthFile(path).Read(rows, TestContext.Current.CancellationToken);
    }
}
