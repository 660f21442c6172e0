using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Text.Rows;
using CausalLoom.Models;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Transformer;

namespace CausalLoom.Generators.Text;

/// <summary>Writes and reads a fine-tuned language model: all weights but the embeddings of tokens that no row can need.</summary>
internal static class GreatState
{
    private static readonly string[] Sizes = ["layers", "heads", "width", "inner_width", "context"];

    internal static ModelState Save(GreatModel model)
    {
        ModelState state = new("great");
        DecoderOptions sizes = model.Decoder.Options;
        state.Settings["network"] = new JsonObject
        {
            ["layers"] = sizes.Layers,
            ["heads"] = sizes.Heads,
            ["width"] = sizes.Width,
            ["inner_width"] = sizes.InnerWidth,
            ["context"] = sizes.Context,
            ["epsilon"] = sizes.Epsilon,
        };
        state.Settings["options"] = new JsonObject
        {
            ["decoding"] = model.Options.Decoding.ToString(),
            ["temperature"] = model.Options.Temperature,
            ["random_order"] = model.Options.RandomOrder,
            ["max_attempts"] = model.Options.MaxAttempts,
            ["sample_batch"] = model.Options.SampleBatch,
        };
        state.Settings["fit"] = model.Fit.DeepClone();
        state.Settings["curve"] = TrainingCurveJson.Write(model.TrainingCurve);
        model.Language.Save(state);
        model.Offsets.Save(state);
        float[] weights = model.Decoder.Store.Save();
        state.Tensors["weights"] = new Tensor(weights, weights.Length);
        return state;
    }

    internal static GreatModel Load(ModelState state)
    {
        RowLanguage language = RowLanguage.Load(state);
        JsonNode? options = state.Settings["options"];
        GreatOptions read = new()
        {
            Decoding = Enum.TryParse(LayoutJson.String(options, "decoding"), out RowDecoding decoding) && Enum.IsDefined(decoding)
                ? decoding : throw LayoutJson.Damaged("decoding"),
            Temperature = Number(options, "temperature") is var t and > 0 ? t : throw LayoutJson.Damaged("temperature"),
            RandomOrder = LayoutJson.Boolean(options, "random_order"),
            MaxAttempts = Count(options, "max_attempts"),
            SampleBatch = Math.Max(1, Count(options, "sample_batch")),
        };
        JsonObject fit = state.Settings["fit"] as JsonObject ?? throw LayoutJson.Damaged("fit");
        return new GreatModel(language, Network(state, language), read, RateOffsets.Load(state, language.Columns.Length),
            (JsonObject)fit.DeepClone(), TrainingCurveJson.Read(state.Settings["curve"]));
    }

    private static TransformerDecoder Network(ModelState state, RowLanguage language)
    {
        JsonNode? network = state.Settings["network"];
        int[] sizes = [.. Sizes.Select(key => Count(network, key))];
        double epsilon = Number(network, "epsilon");
        Tensor weights = state.Tensors.GetValueOrDefault("weights") ?? throw LayoutJson.Damaged("weights");
        int tokens = language.Tokeniser.Tokens.Count;

        DecoderOptions options = new() { Layers = sizes[0], Heads = sizes[1], Width = sizes[2], InnerWidth = sizes[3], Context = sizes[4],
            Vocabulary = tokens, Epsilon = epsilon };

        // The network is as large as the weights that are there: a damaged size must not take all memory.
        if (sizes[0] == 0 || sizes[1] == 0 || sizes[2] == 0 || sizes[4] == 0 || sizes[2] % sizes[1] != 0 || epsilon <= 0
            || Checkpoints.Gpt2Checkpoint.CountOf(options) != weights.Shape.Aggregate(1.0, (product, length) => product * length))
        {
            throw LayoutJson.Damaged("network");
        }

        ParameterStore store = new();
        TransformerDecoder decoder = new(store, options, null);
        store.Load(state.Floats("weights", store.SavedLength));
        return decoder;
    }

    private static double Number(JsonNode? json, string key) =>
        LayoutJson.Number(LayoutJson.Get(json, key) ?? throw LayoutJson.Damaged(key), key);

    private static int Count(JsonNode? json, string key) =>
        Number(json, key) is var n and >= 0 and < 1e8 ? (int)n : throw LayoutJson.Damaged(key);
}
