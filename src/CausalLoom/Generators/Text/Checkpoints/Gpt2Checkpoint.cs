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
    internal long Weights
    {
        get
        {
            long width = Sizes.Width, inner = Sizes.FeedForwardWidth;
            long layer = (4 * width * width) + (2 * width * inner) + (9 * width) + inner;
            return ((Sizes.Vocabulary + Sizes.Context) * width) + (Sizes.Layers * layer) + (2 * width);
        }
    }

    /// <summary>Reads the folder's configuration and tokeniser; weights are read by <see cref="Load"/>.</summary>
    /// <exception cref="CausalLoomException">A file is missing, odd, or of another architecture.</exception>
    internal static Gpt2Checkpoint Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new CausalLoomException($"There is no checkpoint folder {CellText.Show(path)}. Give one that holds config.json, "
                + $"model.safetensors, and tokenizer.json or vocab.json with merges.txt.");
        }

        CheckpointFolder folder = new(path);
        JsonObject config = folder.ReadObject("config.json");
        DecoderOptions sizes = ReadSizes(folder, config);
        BytePairTokeniser tokeniser = TokeniserFiles.Read(folder, sizes.Vocabulary);
        int end = Enumerable.Range(0, tokeniser.Tokens.Count).FirstOrDefault(id => tokeniser.Tokens[id] == "<|endoftext|>", -1);
        end = end >= 0 ? end : Integer(folder, config, "eos_token_id", -1);
        if (end < 0 || end >= sizes.Vocabulary)
        {
            throw folder.Odd("config.json", "names no eos_token_id, and the vocabulary has no token '<|endoftext|>'");
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
        using CheckpointTensors file = OpenTensors();
        DecoderOptions options = Sizes with { Vocabulary = tokens?.Length ?? Sizes.Vocabulary, Dropout = dropout };
        TransformerDecoder decoder = new(store, options, null);
        string prefix = file.Contains("transformer.wte.weight") ? "transformer." : string.Empty;
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
            throw _folder.Odd("model.safetensors", "holds weights that are no finite numbers");
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

    private CheckpointTensors OpenTensors()
    {
        const string name = "model.safetensors";
        return _folder.Has(name) ? new CheckpointTensors(_folder.PathOf(name)) : throw _folder.Odd(name, "is not there; "
            + (_folder.Has(name + ".index.json") ? "its weights are in several files: save it as one"
            : _folder.Has("pytorch_model.bin") ? "pytorch_model.bin runs code when it is read: save it with safetensors"
            : "download it into that folder"));
    }

    private static DecoderOptions ReadSizes(CheckpointFolder folder, JsonObject config)
    {
        string type = config["model_type"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
            : "unnamed";
        if (type != "gpt2")
        {
            throw folder.Odd("config.json", $"is of the architecture '{type}'; only 'gpt2' (gpt2, distilgpt2 and their like) can be read");
        }

        string activation = config["activation_function"] is JsonValue given && given.GetValueKind() == JsonValueKind.String
            ? given.GetValue<string>() : "gelu_new";
        if (!Activations.Contains(activation))
        {
            throw folder.Odd("config.json",
                $"asks for the activation '{activation}'; only {string.Join(" and ", Activations)} can be had");
        }

        Flag(folder, config, "tie_word_embeddings", true);
        Flag(folder, config, "scale_attn_weights", true);
        Flag(folder, config, "scale_attn_by_inverse_layer_idx", false);
        DecoderOptions sizes = new()
        {
            Layers = Integer(folder, config, "n_layer", 12),
            Heads = Integer(folder, config, "n_head", 12),
            Width = Integer(folder, config, "n_embd", 768),
            InnerWidth = Integer(folder, config, "n_inner", 0),
            Context = Integer(folder, config, "n_positions", 1024),
            Vocabulary = Integer(folder, config, "vocab_size", 50257),
            Epsilon = config["layer_norm_epsilon"] is JsonValue epsilon && epsilon.TryGetValue(out double e) && e > 0 ? e : 1e-5,
        };
        int[] positive = [sizes.Layers, sizes.Heads, sizes.Width, sizes.Context, sizes.Vocabulary];
        return positive.Min() > 0 && sizes.InnerWidth >= 0 && positive.Max() < 10_000_000 && sizes.Width % sizes.Heads == 0
            ? sizes
            : throw folder.Odd("config.json", "has sizes that make no network");
    }

    private static void Flag(CheckpointFolder folder, JsonObject config, string key, bool required)
    {
        if (config[key] is { } node && (node.GetValueKind() is JsonValueKind.True) != required)
        {
            throw folder.Odd("config.json", $"sets {key} to {node.ToJsonString()}, which is not supported");
        }
    }

    private static int Integer(CheckpointFolder folder, JsonObject config, string key, int absent) => config[key] switch
    {
        null => absent,
        JsonValue value when value.TryGetValue(out int number) => number,
        _ => throw folder.Odd("config.json", $"has a {key} that is no whole number"),
    };
}
