using System.Diagnostics;
using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Jobs;
using CausalLoom.Methods;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Models;

/// <summary>Models that were altered and sealed again: loading and drawing end in one line, or in rows.</summary>
public sealed class ModelFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Bad = ["null", "-1", "0", "1", "2", "3.5", "1e308", "-1e308", "1e-320", "2147483647",
        "9223372036854775807", "\"\"", "\"x\"", "\"NaN\"", "true", "[]", "{}", "[1]", "[null]", "[\"a\",\"a\"]"];

    [Theory]
    [InlineData("copula", "logistic", "linear")]
    [InlineData("arf", "forest", "forest")]
    [InlineData("argn", "boosting", "boosting")]
    [InlineData("tvae", "spline", "spline")]
    [InlineData("bootstrap", "stack", "slearner")]
    [InlineData("nflow", "interactions", "interactions")]
    [InlineData("tabddpm", "constant", "constant")]
    [InlineData("causalmix", "network", "tlearner")]
    public void AnAlteredModelEndsInOneLineOrInRows(string generator, string propensity, string outcome)
    {
        int cases = int.TryParse(Environment.GetEnvironmentVariable("CAUSALLOOM_FUZZ"), out int given) ? given : 40;
        SynthesizeResult made = new SynthesizeJob
        {
            Data = new DataTable(Rows(80), "w", "y"), Rows = 20,
            Plan = SynthesisPlan.Of(new SynthesisRequest
            {
                Options = [("generator", generator), ("propensity", propensity), ("outcome-model", outcome)],
            }),
        }.Run(new JobContext());
        string path = Path.GetTempFileName();
        Dictionary<string, int> ends = [];
        try
        {
            made.Fit.Model.Save(path);
            LoomFile sound = LoomArchive.Read(path);
            for (int k = 0; k < cases; k++)
            {
                ModelState altered = Altered(sound.State, RandomStream.Of(k).Child(generator), out string what);
                LoomArchive.Write(path, altered);
                Stopwatch time = Stopwatch.StartNew();
                string end = End(path);
                ends[end] = ends.GetValueOrDefault(end) + 1;
                Assert.True(end is "rows" or "one line", $"{what}: {end}");
                Assert.True(time.Elapsed < TimeSpan.FromMinutes(2), $"{what}: {time.Elapsed}");
            }
        }
        finally
        {
            File.Delete(path);
        }

        output.WriteLine(string.Join(", ", ends.Select(end => $"{end.Key}: {end.Value}")));
    }

    private static string End(string path)
    {
        try
        {
            SavedSynthesizer model = SavedSynthesizer.Load(path);
            new SampleJob { Model = model, Rows = 10 }.Run(new JobContext { Threads = 1 });
            return "rows";
        }
        catch (CausalLoomException e)
        {
            return e.Message.Contains('\n', StringComparison.Ordinal) || e.Message.Length > 600 ? "many lines" : "one line";
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private static ModelState Altered(ModelState state, RandomStream stream, out string what)
    {
        JsonObject settings = (JsonObject)state.Settings.DeepClone();
        Dictionary<string, Tensor> tensors = new(state.Tensors, StringComparer.Ordinal);
        List<(JsonNode Parent, string? Key, int At)> places = [];
        Collect(settings, places);
        if (tensors.Count > 0 && stream.NextInt(4) == 0)
        {
            string name = tensors.Keys.Order(StringComparer.Ordinal).ElementAt(stream.NextInt(tensors.Count));
            Tensor tensor = tensors[name];
            double put = ((double[])[double.NaN, double.PositiveInfinity, -1e30, 1e300, -1, 0])[stream.NextInt(6)];
            tensors[name] = tensor.AsFloats() is { } floats
                ? new Tensor(Array.ConvertAll(floats, v => stream.NextInt(3) == 0 ? (float)put : v), tensor.Shape)
                : new Tensor(Array.ConvertAll(tensor.AsDoubles()!, v => stream.NextInt(3) == 0 ? put : v), tensor.Shape);
            what = $"{name} with {put}";
            return new ModelState(state.Kind, settings, tensors);
        }

        (JsonNode parent, string? key, int at) = places[stream.NextInt(places.Count)];
        string text = Bad[stream.NextInt(Bad.Length)];
        what = $"{parent.GetPath()}[{key ?? at.ToString(System.Globalization.CultureInfo.InvariantCulture)}] = {text}";
        if (key is not null)
        {
            parent[key] = JsonNode.Parse(text);
        }
        else
        {
            parent[at] = JsonNode.Parse(text);
        }

        return new ModelState(state.Kind, settings, tensors);
    }

    private static void Collect(JsonNode node, List<(JsonNode, string?, int)> places)
    {
        if (node is JsonObject members)
        {
            foreach ((string key, JsonNode? child) in members)
            {
                places.Add((node, key, 0));
                if (child is not null)
                {
                    Collect(child, places);
                }
            }
        }
        else if (node is JsonArray items)
        {
            for (int i = 0; i < Math.Min(items.Count, 6); i++)
            {
                places.Add((node, null, i));
                if (items[i] is { } child)
                {
                    Collect(child, places);
                }
            }
        }
    }

    private static Table Rows(int count)
    {
        RandomStream s = RandomStream.Of(7);
        double[] x = [.. Enumerable.Range(0, count).Select(_ => Math.Round(s.NextNormal(), 2))];
        int[] w = [.. x.Select(v => s.NextBernoulli(1 / (1 + Math.Exp(-v))) ? 1 : 0)];
        return new Table([new ContinuousColumn("x", x, 2), new IntegerColumn("k", Array.ConvertAll(x, _ => (long)s.NextInt(9))),
            new CategoricalColumn("c", Array.ConvertAll(w, _ => s.NextInt(3)), ["a", "b", "c"]), new BinaryColumn("w", w, ["0", "1"]),
            new ContinuousColumn("y", [.. x.Select((v, i) => Math.Round(v + w[i] + s.NextNormal(), 3))], 3)]);
    }
}
