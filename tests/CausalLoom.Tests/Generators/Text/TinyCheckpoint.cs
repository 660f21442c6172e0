using System.Text.Json.Nodes;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Text;

/// <summary>Checkpoint folders made here: the fixture's vocabulary, random weights of any size, in Hugging Face's names.</summary>
internal static class TinyCheckpoint
{
    private static readonly Lazy<string> Shared = new(() => Write(Temporary(), 48, 4, 2, 200));

    /// <summary>The checkpoint that PyTorch wrote (tools/reference/gpt2.py).</summary>
    public static string Fixture => Path.Combine(AppContext.BaseDirectory, "Fixtures", "tiny_gpt2");

    /// <summary>A random one of width 48 with 2 layers, the same in all tests of a run.</summary>
    public static string Random => Shared.Value;

    /// <summary>A folder that is removed when the tests end.</summary>
    public static string Temporary()
    {
        string folder = Directory.CreateTempSubdirectory("causalloom-checkpoint-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        };
        return folder;
    }

    /// <summary>Copies the fixture's files into a folder, to be spoilt.</summary>
    public static string Copy()
    {
        string folder = Temporary();
        foreach (string file in Directory.GetFiles(Fixture))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }

    /// <summary>Writes a checkpoint with GPT-2's starting law of weights.</summary>
    public static string Write(string folder, int width, int heads, int layers, int context, string prefix = "transformer.",
        int? tokens = null)
    {
        JsonObject config = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Fixture, "config.json")))!;
        int vocabulary = tokens ?? config["vocab_size"]!.GetValue<int>();
        (config["n_embd"], config["n_head"], config["n_layer"], config["n_positions"]) = (width, heads, layers, context);
        config["vocab_size"] = vocabulary;
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString());
        File.Copy(Path.Combine(Fixture, "vocab.json"), Path.Combine(folder, "vocab.json"), overwrite: true);
        File.Copy(Path.Combine(Fixture, "merges.txt"), Path.Combine(folder, "merges.txt"), overwrite: true);
        Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal)
        {
            [prefix + "wte.weight"] = Normal("wte", 0.1, vocabulary, width),
            [prefix + "wpe.weight"] = Normal("wpe", 0.02, context, width),
            [prefix + "ln_f.weight"] = Constant(1, width),
            [prefix + "ln_f.bias"] = Constant(0, width),
        };
        for (int i = 0; i < layers; i++)
        {
            foreach ((string name, int rows, int columns) in new[] { ("attn.c_attn", width, 3 * width), ("attn.c_proj", width, width),
                ("mlp.c_fc", width, 4 * width), ("mlp.c_proj", 4 * width, width) })
            {
                tensors[$"{prefix}h.{i}.{name}.weight"] = Normal($"{name}{i}", 0.1, rows, columns);
                tensors[$"{prefix}h.{i}.{name}.bias"] = Constant(0, columns);
            }

            foreach (string name in new[] { "ln_1", "ln_2" })
            {
                tensors[$"{prefix}h.{i}.{name}.weight"] = Constant(1, width);
                tensors[$"{prefix}h.{i}.{name}.bias"] = Constant(0, width);
            }
        }

        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), SafeTensors.Write(tensors));
        return folder;
    }

    private static Tensor Normal(string name, double deviation, int rows, int columns)
    {
        RandomStream stream = RandomStream.Of(7).Child(name);
        return new Tensor([.. Enumerable.Range(0, rows * columns).Select(_ => (float)(deviation * stream.NextNormal()))], rows, columns);
    }

    private static Tensor Constant(float value, int columns) => new([.. Enumerable.Repeat(value, columns)], columns);
}
