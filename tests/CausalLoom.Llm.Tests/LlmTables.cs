using System.Text.Json.Nodes;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Numerics.Random;
using CausalLoom.Tests.Generators;

namespace CausalLoom.Llm.Tests;

/// <summary>A small table, models of it, and rows as a language model might write them.</summary>
internal static class LlmTables
{
    /// <summary>The library's catalogues with this package's generator.</summary>
    internal static Catalogues Known { get; } = Catalogues.Default.With(LlmCatalogue.Generator);

    /// <summary>age 20–79 (whole), bmi with one decimal and missing values, sex f/m, smoker as 0/1.</summary>
    internal static Table People { get; } = new([
        new IntegerColumn("age", [.. Enumerable.Range(0, 60).Select(i => 20L + i)]),
        new ContinuousColumn("bmi", [.. Enumerable.Range(0, 60).Select(i => i % 10 == 0 ? double.NaN : Math.Round(20 + (i / 7.0), 1))], 1),
        new BinaryColumn("sex", [.. Enumerable.Range(0, 60).Select(i => i % 2)], ["f", "m"]),
        new BinaryColumn("smoker", [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 1 : 0)], ["0", "1"]),
    ]);

    /// <summary>Options that ask for few rows, and take a server that gives examples back for the toy model that it is.</summary>
    internal static LlmOptions Quick { get; } = new() { Examples = 5, RowsPerRequest = 5, Parallel = 2, RepeatMargin = 1 };

    internal static LlmModel Model(FakeChatServer server, LlmOptions? options = null, string? cache = null, List<TimeSpan>? waits = null,
        FitContext? context = null) =>
        Model(server.Endpoint, options, cache, waits, context);

    internal static LlmModel Model(Uri endpoint, LlmOptions? options = null, string? cache = null, List<TimeSpan>? waits = null,
        FitContext? context = null)
    {
        ToldClock clock = new();
        LlmGenerator generator = new(new LlmSettings
            { Endpoint = endpoint, Model = "toy", Cache = cache, Options = options ?? Quick })
        {
            Pace = new Pace(clock, (time, cancellation) =>
            {
                lock (Gate)
                {
                    waits?.Add(time);
                    clock.Pass(time);
                }

                return Task.Delay(0, cancellation);
            }),
        };
        return (LlmModel)generator.Fit(People, context ?? FitContext.ForSeed(1));
    }

    internal static string[] Draw(LlmModel model, int rows = 12) => ContractTables.Cells(model.Sample(rows, RandomStream.Of(3)));

    /// <summary>A valid row, with changes.</summary>
    internal static JsonObject Row(params (string Name, JsonNode? Value)[] changes)
    {
        JsonObject row = new() { ["age"] = 33, ["bmi"] = 24.5, ["sex"] = "f", ["smoker"] = "0" };
        foreach ((string name, JsonNode? value) in changes)
        {
            row[name] = value;
        }

        return row;
    }

    internal static string Reply(params JsonNode?[] rows) => new JsonObject { ["rows"] = new JsonArray(rows) }.ToJsonString();

    internal static long Fact(LlmModel model, string name) => model.Facts[name]!.GetValue<long>();

    internal static long Refused(LlmModel model, string reason) => model.Facts["rejected_by_reason"]![reason]!.GetValue<long>();

    /// <summary>That every cell is one that the data could have: asked of every draw in these tests, whatever the server said.</summary>
    internal static void AssertValid(Table sample)
    {
        Assert.All(((IntegerColumn)sample["age"]).Values, x => Assert.InRange(x, 20, 79));
        Assert.Equal(0, sample["age"].MissingCount);
        double[] bmi = [.. ((ContinuousColumn)sample["bmi"]).Values.Where(x => !double.IsNaN(x))];
        double[] real = [.. ((ContinuousColumn)People["bmi"]).Values.Where(x => !double.IsNaN(x))];
        Assert.All(bmi, x => Assert.InRange(x, real.Min(), real.Max()));
        Assert.All(bmi, x => Assert.Equal(Math.Round(x, 1), x));
        Assert.All(((BinaryColumn)sample["sex"]).Codes, c => Assert.InRange(c, 0, 1));
        Assert.All(((BinaryColumn)sample["smoker"]).Codes, c => Assert.InRange(c, 0, 1));
    }

    private static readonly Lock Gate = new();
}
