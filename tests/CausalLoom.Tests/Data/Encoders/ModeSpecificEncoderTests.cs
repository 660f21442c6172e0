using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Data.Encoders;

public sealed class ModeSpecificEncoderTests
{
    private static readonly ModeSpecificOptions Options = new();

    [Fact]
    public void AValueIsItsPlaceWithinAModeAndComesBack()
    {
        double[] x = TwoModes(400);
        ModeSpecificEncoder encoder = Fit(new ContinuousColumn("x", x));
        ModeSpecificRows rows = encoder.Encode(new Table([new ContinuousColumn("x", x)]), RandomStream.Of(1));
        double[] back = encoder.DecodeNumbers(rows, RandomStream.Of(2))[0];
        for (int i = 0; i < x.Length; i++)
        {
            NormalMode mode = encoder.Columns[0].Modes[rows.Categories[i]];
            double expected = Math.Clamp((x[i] - mode.Mean) / (4 * mode.Deviation), -0.99, 0.99);
            Assert.Equal(expected, rows.Values[i], 1e-6);
            if (Math.Abs(expected) < 0.99)
            {
                Assert.Equal(x[i], back[i], 1e-5);
            }
        }
    }

    [Fact]
    public void ModesAreDrawnFromResponsibilitiesOrAreTheLikeliest()
    {
        // Half way between two equal modes each is as likely, so a drawn mode must be each about half the time
        // (five binomial standard errors: false alarm below 1e-6) and the likeliest always the same.
        ModeSpecificColumn code = new([new NormalMode(0.5, -1, 1), new NormalMode(0.5, 1, 1)], [], [], [], false);
        Table table = new([new ContinuousColumn("x", new double[2000])]);
        ModeSpecificRows drawn = new ModeSpecificEncoder(TableLayout.Of(table), [code], true).Encode(table, RandomStream.Of(3));
        ModeSpecificRows likeliest = new ModeSpecificEncoder(TableLayout.Of(table), [code], false).Encode(table, RandomStream.Of(3));

        Assert.InRange(drawn.Categories.Sum(), 1000 - 112, 1000 + 112);
        Assert.Single(likeliest.Categories.Distinct());
    }

    [Fact]
    public void ModesBelowTheThresholdAreDroppedAndWeightsStillSumToOne()
    {
        ModeSpecificColumn code = Fit(new ContinuousColumn("x", TwoModes(2000))).Columns[0];
        Assert.InRange(code.Modes.Length, 2, 10);
        Assert.All(code.Modes, m => Assert.True(m.Weight >= 0.005));
        Assert.Equal(1, code.Modes.Sum(m => m.Weight), 12);
    }

    [Fact]
    public void FewRepeatedNumbersAreLevelsAndFewUnrepeatedOnesAreNot()
    {
        double[] repeated = [.. Enumerable.Range(0, 100).Select(i => (double)(i % 7))];
        double[] unrepeated = [.. Enumerable.Range(0, 8).Select(i => i * 1.5)];
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Fit(new ContinuousColumn("x", repeated)).Columns[0].Atoms);
        Assert.True(Fit(new ContinuousColumn("x", unrepeated)).Columns[0].HasValue);
    }

    [Fact]
    public void ZerosOfAZeroInflatedColumnDecodeToExactlyZero()
    {
        double[] x = [.. TwoModes(600).Select((v, i) => i % 5 < 2 ? 0 : Math.Exp(v))];
        Table table = new([new ContinuousColumn("re75", x)]);
        ModeSpecificEncoder encoder = Fit(table.Columns[0]);
        double[] back = encoder.DecodeNumbers(encoder.Encode(table, RandomStream.Of(1)), RandomStream.Of(1))[0];

        Assert.Equal([0.0], encoder.Columns[0].Atoms);
        Assert.Equal(x.Count(v => v == 0), back.Count(v => v == 0));
        Assert.All(Enumerable.Range(0, x.Length).Where(i => x[i] == 0), i => Assert.Equal(0, back[i]));
    }

    [Fact]
    public void MissingValuesAreACategoryOfEveryKindOfColumn()
    {
        Table table = new([
            new ContinuousColumn("c", [.. TwoModes(60).Select((v, i) => i % 3 == 0 ? double.NaN : v)]),
            new IntegerColumn("i", [.. Enumerable.Range(0, 60).Select(i => (long)(i % 4))],
                [.. Enumerable.Range(0, 60).Select(i => i % 5 == 0)]),
            new BinaryColumn("b", [.. Enumerable.Range(0, 60).Select(i => (i % 3) - 1)], ["no", "yes"]),
            new CategoricalColumn("k", [.. Enumerable.Range(0, 60).Select(i => (i % 4) - 1)], ["a", "b", "c"]),
            new ContinuousColumn("gone", [.. Enumerable.Repeat(double.NaN, 60)]),
        ]);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.Fit(table, Options, FitContext.ForSeed(1));
        Table back = encoder.Decode(encoder.Encode(table, RandomStream.Of(4)), RandomStream.Of(5));
        for (int j = 0; j < table.Columns.Count; j++)
        {
            Assert.Equal(table.Columns[j].Type, back.Columns[j].Type);
            for (int i = 0; i < table.Rows; i++)
            {
                Assert.Equal(table.Columns[j].IsMissing(i), back.Columns[j].IsMissing(i));
                if (table.Columns[j] is not ContinuousColumn)
                {
                    Assert.Equal(table.Columns[j].TextAt(i), back.Columns[j].TextAt(i));
                }
            }
        }
    }

    [Fact]
    public void RareLevelsShareACategoryAndComeBackByFrequency()
    {
        // 30 levels of 40 rows each and 20 of 1 to 20 rows: with room for 30, the 20 rare ones are pooled.
        int[] codes = [.. Enumerable.Range(0, 50).SelectMany(level => Enumerable.Repeat(level, level < 30 ? 40 : level - 29))];
        string[] levels = [.. Enumerable.Range(0, 50).Select(l => $"l{l}")];
        Table table = new([new CategoricalColumn("k", codes, levels)]);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.Fit(table, Options with { MaxLevels = 30 }, FitContext.ForSeed(1));
        ModeSpecificRows rows = encoder.Encode(table, RandomStream.Of(1));
        int[] back = ((CategoricalColumn)encoder.Decode(rows, RandomStream.Of(2)).Columns[0]).Codes;

        Assert.Equal(31, encoder.Columns[0].Categories);
        Assert.All(Enumerable.Range(0, codes.Length), i => Assert.True(codes[i] < 30 ? back[i] == codes[i] : back[i] >= 30));
        // The commonest pooled level has 20 of 210 rows; five standard errors.
        Assert.InRange(back.Count(c => c == 49), 0, 20 + 22);
        Assert.Contains(back, c => c is >= 30 and < 49);
    }

    [Theory]
    [InlineData(1e308)]
    [InlineData(-1.7e308)]
    [InlineData(1e160)]
    [InlineData(1e-310)]
    public void ExtremeMagnitudesAreCodedAndDecodedToFiniteNumbers(double scale)
    {
        double[] x = [.. Enumerable.Range(0, 60).Select(i => scale * (i - 30) / 30)];
        Table table = new([new ContinuousColumn("x", x)]);
        ModeSpecificEncoder encoder = Fit(table.Columns[0]);
        ContinuousColumn back = (ContinuousColumn)encoder.Decode(encoder.Encode(table, RandomStream.Of(1)), RandomStream.Of(2)).Columns[0];
        Assert.All(back.Values, v => Assert.InRange(v, x.Min(), x.Max()));
    }

    [Fact]
    public void SurvivesJsonToTheBit()
    {
        Table table = new([new ContinuousColumn("x", [.. TwoModes(300).Select((v, i) => i % 9 == 0 ? double.NaN : v)], 3),
            new BinaryColumn("b", [.. Enumerable.Range(0, 300).Select(i => i % 2)], ["1", "2"])]);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.Fit(table, Options, FitContext.ForSeed(1));
        ModeSpecificEncoder loaded = ModeSpecificEncoder.FromJson(System.Text.Json.Nodes.JsonNode.Parse(encoder.ToJson().ToJsonString()));
        ModeSpecificRows a = encoder.Encode(table, RandomStream.Of(1)), b = loaded.Encode(table, RandomStream.Of(1));

        Assert.Equal(a.Values, b.Values);
        Assert.Equal(a.Categories, b.Categories);
        Assert.Equal(encoder.DecodeNumbers(a, RandomStream.Of(2))[0], loaded.DecodeNumbers(b, RandomStream.Of(2))[0]);
    }

    [Fact]
    public void ADamagedCodeIsRefused()
    {
        ModeSpecificEncoder encoder = Fit(new ContinuousColumn("x", TwoModes(50)));
        System.Text.Json.Nodes.JsonObject json = encoder.ToJson();
        json["codes"]![0]!["modes"]![2] = -1.0;
        Assert.Contains("damaged", Assert.Throws<CausalLoomException>(() => ModeSpecificEncoder.FromJson(json)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownLevelIsRefusedWithItsRow()
    {
        ModeSpecificEncoder encoder = Fit(new BinaryColumn("b", [0, 0, 0], ["no", "yes"]));
        CausalLoomException e = Assert.Throws<CausalLoomException>(() =>
            encoder.Encode(new Table([new BinaryColumn("b", [0, 1], ["no", "yes"])]), RandomStream.Of(1)));
        Assert.Contains("row 2", e.Message, StringComparison.Ordinal);
    }

    private static ModeSpecificEncoder Fit(Column column) => ModeSpecificEncoder.Fit(new Table([column]), Options, FitContext.ForSeed(1));

    private static double[] TwoModes(int rows)
    {
        RandomStream stream = RandomStream.Of(99);
        double[] x = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            x[i] = (stream.NextBernoulli(0.4) ? -5 : 4) + stream.NextNormal();
        }

        return x;
    }
}
