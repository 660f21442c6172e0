using CausalLoom.Data;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Bootstrap;

public sealed class BootstrapTests
{
    [Fact]
    public void EveryRowIsARowOfTheDataAndMostRowsAppear()
    {
        Table real = ContractTables.Mixed(200);
        Table made = new BootstrapGenerator().Fit(real, FitContext.ForSeed(1)).Sample(200, RandomStream.Of(1));
        HashSet<string> rows = [.. Rows(real)];
        string[] drawn = Rows(made);

        Assert.All(drawn, row => Assert.Contains(row, rows));
        // 1 − 1/e of distinct rows are expected, 126 of 200 with standard deviation 4.4.
        Assert.InRange(drawn.Distinct().Count(), 104, 148);
    }

    [Fact]
    public void WholeNumbersBeyond53BitsSurviveSaving()
    {
        long[] values = [long.MaxValue, long.MinValue, -1, 0, (1L << 60) + 1, -(1L << 53) - 1];
        Table real = new([new IntegerColumn("id", values, [false, false, false, true, false, false])]);
        BootstrapModel model = (BootstrapModel)new BootstrapGenerator().Fit(real, FitContext.ForSeed(1));
        Table made = model.Sample(60, RandomStream.Of(1)), loaded = BootstrapModel.Load(model.Save()).Sample(60, RandomStream.Of(1));

        Assert.Equal(ContractTables.Cells(made), ContractTables.Cells(loaded));
        Assert.Contains(long.MaxValue, ((IntegerColumn)loaded["id"]).Values);
        Assert.Contains(-(1L << 53) - 1, ((IntegerColumn)loaded["id"]).Values);
    }

    private static string[] Rows(Table table) =>
        [.. Enumerable.Range(0, table.Rows).Select(i => string.Join('|', table.Columns.Select(c => c.TextAt(i))))];
}
