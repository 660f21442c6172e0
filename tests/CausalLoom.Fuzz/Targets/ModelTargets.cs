using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CausalLoom.Jobs;
using CausalLoom.Methods;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Fuzz.Targets;

/// <summary>Model files: their bytes, their parts with checksums done again, and what they say, which is then drawn from.</summary>
internal static partial class ModelTargets
{
    private static readonly string[] Parts = ["manifest.json", "tensors.safetensors"];
    private static readonly string[] Bad = ["null", "-1", "0", "1", "2", "3.5", "1e308", "-1e308", "1e-320", "2147483647",
        "9223372036854775807", "\"\"", "\"x\"", "\"NaN\"", "true", "[]", "{}", "[1]", "[null]", "[\"a\",\"a\"]"];

    private static readonly (string Generator, string Propensity, string Outcome)[] Fits =
    [
        ("copula", "logistic", "linear"), ("arf", "forest", "forest"), ("argn", "boosting", "boosting"), ("tvae", "spline", "spline"),
        ("bootstrap", "stack", "slearner"), ("nflow", "interactions", "interactions"), ("tabddpm", "constant", "constant"),
        ("causalmix", "network", "tlearner"),
    ];

    private static readonly Lazy<byte[][]> Models = new(() => [.. Fits.Select(Fit)]);
    private static readonly Lazy<byte[]> Small = new(() => Models.Value[0]);

    /// <summary>The bytes.</summary>
    public static FuzzTarget Archive { get; } = new("loom", () => [Small.Value], bytes => LoomArchive.Read(bytes, "m.loom"));

    /// <summary>Manifest and tensors, altered as text and sealed again.</summary>
    public static FuzzTarget Sealed { get; } = new("loom-sealed", () => [Small.Value], Draw)
    {
        Tokens = ["\"kind\":", "\"settings\":", "\"shape\":[", "\"dtype\":\"F64\"", "\"data_offsets\":[0,", "null", "1e999", "\\ud800",
            "[]", "{}"],
        Alter = (mutator, stream, input) =>
        {
            if (StoredZip.Read(input, Parts) is not [var manifest, var tensors])
            {
                return mutator.Alter(stream, input);
            }

            int which = stream.NextInt(3);
            return Seal(which == 0 ? manifest.ToArray() : mutator.Alter(stream, manifest.ToArray()),
                which == 1 ? tensors.ToArray() : mutator.Alter(stream, tensors.ToArray()));
        },
    };

    /// <summary>A setting or a tensor of every kind of model, put to another value.</summary>
    public static FuzzTarget Model { get; } = new("model", () => Models.Value, Draw) { Alter = Altered, Share = 5 };

    private static byte[] Fit((string Generator, string Propensity, string Outcome) parts)
    {
        SynthesizeResult made = new SynthesizeJob
        {
            Data = new DataTable(FuzzTable.Rows(80), "w", "y"), Rows = 20,
            Plan = SynthesisPlan.Of(new SynthesisRequest
            {
                Options = [("generator", parts.Generator), ("propensity", parts.Propensity), ("outcome-model", parts.Outcome)],
            }),
        }.Run(new JobContext());
        string path = Scratch.File("fit.loom", []);
        made.Fit.Model.Save(path);
        return File.ReadAllBytes(path);
    }

    private static void Draw(byte[] file)
    {
        SavedSynthesizer model = SavedSynthesizer.Load(Scratch.File("m.loom", file));
        new SampleJob { Model = model, Rows = 10 }.Run(new JobContext { Threads = 1 });
    }

    private static byte[] Seal(byte[] manifest, byte[] tensors)
    {
        string text = Encoding.Latin1.GetString(manifest);
        text = Digest().Replace(text, $"\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(tensors))}\"");
        text = Length().Replace(text, FormattableString.Invariant($"\"bytes\":{tensors.Length}"));
        using MemoryStream stream = new();
        StoredZip.Write(stream, [(Parts[0], Encoding.Latin1.GetBytes(text)), (Parts[1], tensors)]);
        return stream.ToArray();
    }

    private static byte[] Altered(Mutator mutator, RandomStream stream, byte[] input)
    {
        LoomFile file = LoomArchive.Read(input, "m.loom");
        ModelState state = file.State;
        JsonObject settings = (JsonObject)state.Settings.DeepClone();
        Dictionary<string, Tensor> tensors = new(state.Tensors, StringComparer.Ordinal);
        for (int times = 1 + stream.NextInt(2); times > 0; times--)
        {
            if (tensors.Count > 0 && stream.NextInt(4) == 0)
            {
                string name = tensors.Keys.Order(StringComparer.Ordinal).ElementAt(stream.NextInt(tensors.Count));
                tensors[name] = Altered(tensors[name], stream);
            }
            else
            {
                Alter(settings, stream);
            }
        }

        using MemoryStream sealedAgain = new();
        LoomArchive.Write(sealedAgain, new ModelState(state.Kind, settings, tensors));
        return sealedAgain.ToArray();
    }

    private static Tensor Altered(Tensor tensor, RandomStream stream)
    {
        double put = ((double[])[double.NaN, double.PositiveInfinity, -1e30, 1e300, -1, 0])[stream.NextInt(6)];
        return tensor.AsFloats() is { } floats
            ? new Tensor(Array.ConvertAll(floats, v => stream.NextInt(3) == 0 ? (float)put : v), tensor.Shape)
            : new Tensor(Array.ConvertAll(tensor.AsDoubles()!, v => stream.NextInt(3) == 0 ? put : v), tensor.Shape);
    }

    private static void Alter(JsonObject settings, RandomStream stream)
    {
        List<(JsonNode Parent, string? Key, int At)> places = [];
        Collect(settings, places);
        if (places.Count == 0)
        {
            return;
        }

        (JsonNode parent, string? key, int at) = places[stream.NextInt(places.Count)];
        JsonNode? put = JsonNode.Parse(Bad[stream.NextInt(Bad.Length)]);
        if (key is not null)
        {
            parent[key] = put;
        }
        else
        {
            parent[at] = put;
        }
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

    [GeneratedRegex("\"sha256\":\"[0-9a-f]*\"")]
    private static partial Regex Digest();

    [GeneratedRegex("\"bytes\":[0-9]+")]
    private static partial Regex Length();
}
