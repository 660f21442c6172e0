using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Text.Checkpoints;
using CausalLoom.Generators.Text.Rows;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Transformer;

namespace CausalLoom.Generators.Text;

/// <summary>
/// GReaT: a pretrained language model fine-tuned on rows written as text (Borisov, Seßler, Leemann, Pawelczyk and Kasneci,
/// "Language models are realistic tabular data generators", ICLR 2023), with decoding that can write nothing but proper rows.
/// </summary>
/// <param name="Checkpoint">Folder of a GPT-2 checkpoint in Hugging Face's format; a fit without one is refused.</param>
/// <param name="Options">The settings.</param>
public sealed record GreatGenerator(string? Checkpoint, GreatOptions Options) : ITabularGenerator
{
    private const long FullUpTo = 30_000_000;
    private const double FullRate = 5e-5, AdapterRate = 5e-4;

    /// <summary>A generator with the default settings.</summary>
    /// <param name="checkpoint">Folder of the checkpoint.</param>
    public GreatGenerator(string? checkpoint)
        : this(checkpoint, new GreatOptions())
    {
    }

    /// <inheritdoc />
    public string Name => "great";

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, Name);
        if (string.IsNullOrEmpty(Checkpoint))
        {
            throw new CausalLoomException("Generator 'great' fine-tunes a pretrained language model and cannot do without: "
                + "give ‹checkpoint DIR›, a folder with a GPT-2 checkpoint (config.json, model.safetensors, and tokenizer.json or "
                + "vocab.json with merges.txt). 'lm' is trained from scratch.");
        }

        context.Report("Reading the checkpoint", 0);
        Gpt2Checkpoint checkpoint = Gpt2Checkpoint.Open(Checkpoint);
        ColumnText[] columns = [.. table.Columns.Select(c => ColumnText.Of(c, Options.NumberCells))];
        long[][] codes = [.. columns.Select((c, j) => c.Codes(table.Columns[j]))];
        RowLanguage language = RowLanguage.Of(columns, codes, checkpoint, out int[] kept);
        RequireRoom(language, codes, checkpoint.Sizes.Context);
        ParameterStore store = new();
        TransformerDecoder decoder = checkpoint.Load(store, kept, Options.Dropout);
        bool full = Options.FineTuning == FineTuning.Full || (Options.FineTuning == FineTuning.Automatic && checkpoint.Weights <= FullUpTo);
        ParameterStore trained = full ? store : new ParameterStore();
        if (!full)
        {
            decoder.Adapt(trained, Options.AdapterRank, Options.AdapterAlpha, context.Stream.Child("adapters"));
        }

        GreatTrainer trainer = new(decoder, trained, language, codes, Options, context.Child("training"));
        List<TrainingPoint> curve = trainer.Train(Options.LearningRate ?? (full ? FullRate : AdapterRate));
        decoder.MergeAdapters();
        bool calibrate = Options.CalibrateRates && Options.Decoding == RowDecoding.Constrained;
        RateOffsets offsets = calibrate ? RateCalibration.Fit(decoder, language, codes, Options, context.Child("calibration"))
            : RateOffsets.None(columns.Length);
        JsonObject facts = new()
        {
            ["fine_tuning"] = full ? "full" : "low_rank",
            ["checkpoint_weights"] = checkpoint.Weights,
            ["trained_weights"] = trained.SavedLength,
            ["tokens_kept"] = kept.Length,
            ["tokens_of_checkpoint"] = checkpoint.Sizes.Vocabulary,
        };
        return new GreatModel(language, decoder, Options, offsets, facts, curve);
    }

    private static void RequireRoom(RowLanguage language, long[][] codes, int context)
    {
        int longest = 0;
        for (int row = 0; row < codes[0].Length; row++)
        {
            int length = 0;
            for (int j = 0; j < codes.Length; j++)
            {
                length += Math.Max(language.Prompt(j, true).Length, language.Prompt(j, false).Length) + language.Value(
                    j, codes[j][row]).Length;
            }

            longest = Math.Max(longest, length);
        }

        if (longest > context)
        {
            throw new CausalLoomException($"A row of this table takes {longest} tokens; the checkpoint reads at most {context}. Use fewer "
                + $"columns (‹covariates›), shorter names, or another checkpoint.");
        }
    }
}
