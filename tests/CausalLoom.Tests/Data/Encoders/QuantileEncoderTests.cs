using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Tests.Generators;

namespace CausalLoom.Tests.Data.Encoders;

public sealed class QuantileEncoderTests
{
    [Theory]
    [InlineData(2, null)]
    [InlineData(0.05, null)]
    [InlineData(2, 10)]
    public void CodingAndDecodingGivesTheTableBack(double spikes, int? rowsPerLandmark)
    {
        Table table = ContractTables.Mixed(200);
        QuantileEncoder encoder = Fit(table, new QuantileOptions { SpikeShare = spikes, RowsPerLandmark = rowsPerLandmark });
        Table back = Decode(encoder, encoder.Encode(table));
        for (int j = 0; j < table.Columns.Count; j++)
        {
            double[] real = ModeSpecificGroups.Numbers(table.Columns[j]), made = ModeSpecificGroups.Numbers(back.Columns[j]);
            double scale = real.Where(double.IsFinite).Select(Math.Abs).Append(1).Max();

            // Φ(Φ⁻¹(u)) rounds; scores between landmarks are kept as float32.
            double tolerance = (rowsPerLandmark is null ? 1e-9 : 1e-5) * scale;
            Assert.All(real.Zip(made), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    [Fact]
    public void ASpikeCanBeALevelOrAnAtom()
    {
        Table income = ContractTables.Mixed(200).Select(["income"]);
        Assert.Equal(1, Fit(income, new QuantileOptions()).Codes[0].Categories);
        ModeSpecificColumn code = Fit(income, new QuantileOptions { SpikeShare = 0.05 }).Codes[0];
        Assert.Equal(2, code.Categories);
        Assert.Equal([0], code.Atoms);
    }

    [Fact]
    public void RareLevelsShareACategoryAndComeBackByTheirFrequency()
    {
        // Levels 0 … 39; the first four 25 times, the others once: with four kept, 36 are pooled.
        int[] codes = [.. Enumerable.Range(0, 136).Select(i => i < 100 ? i % 4 : i - 96)];
        Table table = new([new CategoricalColumn("g", codes, [.. Enumerable.Range(0, 40).Select(k => $"l{k:00}")])]);
        QuantileEncoder encoder = Fit(table, new QuantileOptions { MaxLevels = 4 });
        Assert.Equal(5, encoder.Codes[0].Categories);
        QuantileRows rows = encoder.Encode(table);
        Assert.Equal(36, rows.Categories.Count(c => c == 4));
        RandomStream stream = RandomStream.Of(1);
        HashSet<double> drawn = [.. Enumerable.Range(0, 2000).Select(_ => encoder.Decode(0, 4, stream.NextDouble()))];
        Assert.Equal(36, drawn.Count);
        Assert.All(drawn, k => Assert.InRange(k, 4, 39));
    }

    [Fact]
    public void SavedAndLoadedItIsTheSameCode()
    {
        Table table = ContractTables.Mixed(150);
        QuantileEncoder encoder = Fit(table, new QuantileOptions());
        ModelState state = new("test");
        encoder.Save(state);
        QuantileEncoder loaded = QuantileEncoder.Load(state);
        Assert.Equal(encoder.Encode(table).Categories, loaded.Encode(table).Categories);
        Assert.Equal(encoder.Transforms.Select(t => t.Invert(0.37)), loaded.Transforms.Select(t => t.Invert(0.37)));
        state.Tensors["values.0"] = new Tensor([.. encoder.Transforms[0].Values.Reverse()], encoder.Transforms[0].Values.Count);
        Assert.Throws<CausalLoomException>(() => QuantileEncoder.Load(state));
    }

    [Fact]
    public void ANumberOrLevelThatWasNotThereIsRefusedWithItsRow()
    {
        Table table = new([new IntegerColumn("n", [.. Enumerable.Range(0, 40).Select(i => (long)i)])]);
        QuantileEncoder encoder = Fit(table, new QuantileOptions());
        string message = Assert.Throws<CausalLoomException>(() => encoder.Encode(new Table([new IntegerColumn("n", [3, 99])]))).Message;
        Assert.Contains("row 2", message, StringComparison.Ordinal);
        Assert.Contains("99", message, StringComparison.Ordinal);
    }

    private static QuantileEncoder Fit(Table table, QuantileOptions options) => QuantileEncoder.Fit(table, options, FitContext.ForSeed(1));

    private static Table Decode(QuantileEncoder encoder, QuantileRows rows)
    {
        RandomStream stream = RandomStream.Of(4);
        double[][] numbers = [.. Enumerable.Range(0, rows.Columns).Select(_ => new double[rows.Rows])];
        for (int j = 0, v = 0; j < rows.Columns; v += encoder.Codes[j++].HasValue ? 1 : 0)
        {
            for (int i = 0; i < rows.Rows; i++)
            {
                int category = rows.Categories[(i * rows.Columns) + j];
                numbers[j][i] = encoder.Codes[j].HasValue && category == 0
                    ? encoder.Transforms[v].Invert(encoder.Score(rows, i, v, stream.NextOpenDouble()))
                    : encoder.Decode(j, category, 0.5);
            }
        }

        return encoder.Layout.Build(numbers);
    }
}
