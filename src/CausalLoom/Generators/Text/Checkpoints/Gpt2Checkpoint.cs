using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Io;
using CausalLoom.Models;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Transformer;

namespace CausalLoom.Generators.Text.Checkpoints;

/// <summary>
/// A GPT-2 checkpoint as Hugging Face lays one out: a folder with config.json, model.safetensors, and the tokeniser in tokenizer.json or
/// in vocab.json and merges.txt.
/// Matrices of its linear layers are stored inputs × outputs, as ours are.
/// </summary>
internal sealed class Gpt2Checkpoint
{
    private const string ConfigFile = "config.json", WeightsFile = "model.safetensors";
    private static readonly string[] Activations = ["gelu_new", "gelu_pytorch_tanh"];
    private readonly CheckpointFolder _folder;

    private Gpt2Checkpoint(CheckpointFolder folder, DecoderOptions sizes, BytePairTokeniser tokeniser, int endOfText)
    {
        _folder = folder;
        Sizes = sizes;
        Tokeniser = tokeniser;
        EndOfText = endOfText;
    }

    /// <summary>The sizes of the network, with its whole vocabulary.</summary>
    internal DecoderOptions Sizes { get; }

    internal BytePairTokeniser Tokeniser { get; }

    /// <summary>The id of the token that ends a text.</summary>
    internal int EndOfText { get; }

    /// <summary>The number of weights in the checkpoint.</summary>
    internal long Weights => (long)CountOf(Sizes);

    /// <summary>The number of weights of a network with such sizes, which may be any.</summary>
    internal static double CountOf(DecoderOptions sizes)
    {
        double width = sizes.Width, inner = sizes.InnerWidth > 0 ? sizes.InnerWidth : 4 * width;
        double layer = (4 * width * width) + (2 * width * inner) + (9 * width) + inner;
        return (((double)sizes.Vocabulary + sizes.Context) * width) + (sizes.Layers * layer) + (2 * width);
    }

    /// <summary>
    /// Reads the folder's configuration and tokeniser, and holds the configuration against the header of the weights: what is made later
    /// is as large as the file that is there. Weights are read by <see cref="Load"/>.
    /// </summary>
    /// <exception cref="CausalLoomException">A file is missing, odd, or of another architecture.</exception>
    internal static Gpt2Checkpoint Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new CausalLoomException($"There is no checkpoint folder {CellText.Show(path)}. Give one that holds config.json, "
                + $"model.safetensors, and tokenizer.json or vocab.json with merges.txt.");
        }

        CheckpointFolder folder = new(path);
        JsonObject config = folder.ReadObject(ConfigFile);
        DecoderOptions sizes = ReadSizes(folder, config);
        CheckSizes(folder, sizes);
        BytePairTokeniser tokeniser = TokeniserFiles.Read(folder, sizes.Vocabulary);
        int end = Enumerable.Range(0, tokeniser.Tokens.Count).FirstOrDefault(id => tokeniser.Tokens[id] == "<|endoftext|>", -1);
        end = end >= 0 ? end : Integer(folder, config, "eos_token_id", -1);
        if (end < 0 || end >= sizes.Vocabulary)
        {
            throw folder.Odd(ConfigFile, "names no eos_token_id, and the vocabulary has no token '<|endoftext|>'");
        }

        return new Gpt2Checkpoint(folder, sizes, tokeniser, end);
    }

    /// <summary>A network with the checkpoint's weights and some rows of its embedding.</summary>
    /// <param name="store">Where its parameters go.</param>
    /// <param name="tokens">The ids whose embeddings to keep, in that order, or null for all.</param>
    /// <param name="dropout">Dropout while training.</param>
    /// <exception cref="CausalLoomException">The weights do not fit the configuration.</exception>
    internal TransformerDecoder Load(ParameterStore store, int[]? tokens, double dropout)
    {
        using CheckpointTensors file = OpenTensors(_folder);
        DecoderOptions options = Sizes with { Vocabulary = tokens?.Length ?? Sizes.Vocabulary, Dropout = dropout };
        TransformerDecoder decoder = new(store, options, null);
        string prefix = Prefix(file);
        file.Read(prefix + "wte.weight", [Sizes.Vocabulary, Sizes.Width], tokens, decoder.TokenTable!.Value);
        Fill(file, prefix + "wpe.weight", decoder.PositionTable);
        for (int i = 0; i < options.Layers; i++)
        {
            LoadBlock(file, $"{prefix}h.{i}.", decoder.Blocks[i]);
        }

        Fill(file, prefix + "ln_f.weight", decoder.FinalNorm.Scale);
        Fill(file, prefix + "ln_f.bias", decoder.FinalNorm.Shift);
        if (store.Parameters.Any(p => p.Value.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)))
        {
            throw _folder.Odd(WeightsFile, "holds weights that are no finite numbers");
        }

        return decoder;
    }

    private static void LoadBlock(CheckpointTensors file, string prefix, DecoderBlock block)
    {
        Fill(file, prefix + "ln_1.weight", block.AttentionNorm.Scale);
        Fill(file, prefix + "ln_1.bias", block.AttentionNorm.Shift);
        Fill(file, prefix + "attn.c_attn.weight", block.AttentionIn);
        Fill(file, prefix + "attn.c_attn.bias", block.AttentionInBias);
        Fill(file, prefix + "attn.c_proj.weight", block.AttentionOut);
        Fill(file, prefix + "attn.c_proj.bias", block.AttentionOutBias);
        Fill(file, prefix + "ln_2.weight", block.FeedForwardNorm.Scale);
        Fill(file, prefix + "ln_2.bias", block.FeedForwardNorm.Shift);
        Fill(file, prefix + "mlp.c_fc.weight", block.FeedForwardIn);
        Fill(file, prefix + "mlp.c_fc.bias", block.FeedForwardInBias);
        Fill(file, prefix + "mlp.c_proj.weight", block.FeedForwardOut);
        Fill(file, prefix + "mlp.c_proj.bias", block.FeedForwardOutBias);
    }

    private static void Fill(CheckpointTensors file, string name, Parameter parameter) =>
        file.Read(name, parameter.Rows == 1 ? [parameter.Columns] : [parameter.Rows, parameter.Columns], null, parameter.Value);

    private static string Prefix(CheckpointTensors file) => file.Contains("transformer.wte.weight") ? "transformer." : string.Empty;

    private static CheckpointTensors OpenTensors(CheckpointFolder folder) => folder.Has(WeightsFile)
        ? new CheckpointTensors(folder.PathOf(WeightsFile))
        : throw folder.Odd(WeightsFile, "is not there; "
            + (folder.Has(WeightsFile + ".index.json") ? "its weights are in several files: save it as one"
            : folder.Has("pytorch_model.bin") ? "pytorch_model.bin runs code when it is read: save it with safetensors"
            : "download it into that folder"));

    private static void CheckSizes(CheckpointFolder folder, DecoderOptions sizes)
    {
        using CheckpointTensors file = OpenTensors(folder);
        string prefix = Prefix(file);
        int layers = 0;
        while (file.Contains($"{prefix}h.{layers}.ln_1.weight"))
        {
            layers++;
        }

        Compare("vocab_size", sizes.Vocabulary, Length(prefix + "wte.weight", 0));
        Compare("n_embd", sizes.Width, Length(prefix + "wte.weight", 1));
        Compare("n_positions", sizes.Context, Length(prefix + "wpe.weight", 0));
        Compare("n_layer", sizes.Layers, layers > 0 ? layers : null);
        Compare("n_inner", sizes.FeedForwardWidth, Length(prefix + "h.0.mlp.c_fc.weight", 1));
        foreach ((string name, int[] shape) in Tensors(prefix, sizes))
        {
            file.Require(name, shape);
        }

        int? Length(string tensor, int dimension) =>
            file.ShapeOf(tensor) is { } shape && dimension < shape.Count ? shape[dimension] : null;

        void Compare(string key, int said, int? found)
        {
            if (found is { } size && size != said)
            {
                throw folder.Odd(ConfigFile, string.Create(CultureInfo.InvariantCulture,
                    $"says {key} {said}, where {WeightsFile} has {size}"));
            }
        }
    }

    /// <summary>The tensors of a checkpoint, as <see cref="Load"/> reads them.</summary>
    private static IEnumerable<(string Name, int[] Shape)> Tensors(string prefix, DecoderOptions sizes)
    {
        int width = sizes.Width, inner = sizes.FeedForwardWidth;
        yield return (prefix + "wte.weight", [sizes.Vocabulary, width]);
        yield return (prefix + "wpe.weight", [sizes.Context, width]);
        yield return (prefix + "ln_f.weight", [width]);
        yield return (prefix + "ln_f.bias", [width]);
        (string, int[])[] block =
        [
            ("ln_1.weight", [width]), ("ln_1.bias", [width]), ("ln_2.weight", [width]), ("ln_2.bias", [width]),
            ("attn.c_attn.weight", [width, 3 * width]), ("attn.c_attn.bias", [3 * width]),
            ("attn.c_proj.weight", [width, width]), ("attn.c_proj.bias", [width]),
            ("mlp.c_fc.weight", [width, inner]), ("mlp.c_fc.bias", [inner]),
            ("mlp.c_proj.weight", [inner, width]), ("mlp.c_proj.bias", [width]),
        ];
        for (int i = 0; i < sizes.Layers; i++)
        {
            foreach ((string name, int[] shape) in block)
            {
                yield return ($"{prefix}h.{i}.{name}", shape);
            }
        }
    }

    private static DecoderOptions ReadSizes(CheckpointFolder folder, JsonObject config)
    {
        string type = config["model_type"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
            : "unnamed";
        if (type != "gpt2")
        {
            throw folder.Odd(ConfigFile,
                $"is of the architecture {CellText.Show(type)}; only 'gpt2' (gpt2, distilgpt2 and their like) can be read");
        }

        string activation = config["activation_function"] is JsonValue given && given.GetValueKind() == JsonValueKind.String
            ? given.GetValue<string>() : "gelu_new";
        if (!Activations.Contains(activation))
        {
            throw folder.Odd(ConfigFile,
                $"asks for the activation {CellText.Show(activation)}; only {string.Join(" and ", Activations)} can be had");
        }

        Flag(folder, config, "tie_word_embeddings", true);
        Flag(folder, config, "scale_attn_weights", true);
        Flag(folder, config, "scale_attn_by_inverse_layer_idx", false);
        DecoderOptions sizes = new()
        {
            Layers = Size(folder, config, "n_layer", 12),
            Heads = Size(folder, config, "n_head", 12),
            Width = Size(folder, config, "n_embd", 768),
            InnerWidth = config["n_inner"] is null ? 0 : Size(folder, config, "n_inner", 0),
            Context = Size(folder, config, "n_positions", 1024),
            Vocabulary = Size(folder, config, "vocab_size", 50257),
            Epsilon = Epsilon(folder, config),
        };
        return sizes.Width % sizes.Heads == 0 ? sizes : throw folder.Odd(ConfigFile, string.Create(CultureInfo.InvariantCulture,
            $"says n_head {sizes.Heads}, into which an n_embd of {sizes.Width} does not divide"));
    }

    private static double Epsilon(CheckpointFolder folder, JsonObject config) => config["layer_norm_epsilon"] switch
    {
        null => 1e-5,
        JsonValue value when value.TryGetValue(out double number) && number is > 0 and < 1 => number,
        _ => throw folder.Odd(ConfigFile, "has a layer_norm_epsilon that is no number between 0 and 1"),
    };

    private static void Flag(CheckpointFolder folder, JsonObject config, string key, bool required)
    {
        if (config[key] is { } node && (node.GetValueKind() is JsonValueKind.True) != required)
        {
            throw folder.Odd(ConfigFile, $"sets {key} to {CellText.Show(node.ToJsonString())}, which is not supported");
        }
    }

    // Three times or four times a size is a size too.
    private static int Size(CheckpointFolder folder, JsonObject config, string key, int absent)
    {
        int size = Integer(folder, config, key, absent);
        return size is > 0 and <= int.MaxValue / 4 ? size : throw folder.Odd(ConfigFile,
            string.Create(CultureInfo.InvariantCulture, $"has {key} {size}, which is no size of a network"));
    }

    private static int Integer(CheckpointFolder folder, JsonObject config, string key, int absent) => config[key] switch
    {
        null => absent,
        JsonValue value when value.TryGetValue(out int number) => number,
        _ => throw folder.Odd(ConfigFile, $"has a {key} that is no whole number"),
    };
}
