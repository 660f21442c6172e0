using System.ComponentModel.DataAnnotations;

namespace CausalLoom.Generators.Text;

/// <summary>
/// Settings of <see cref="GreatGenerator"/>. Where nothing else is said, the defaults are those of Borisov and others, "Language
/// models are realistic tabular data generators" (ICLR 2023), and its library.
/// </summary>
public sealed record GreatOptions
{
    /// <summary>Which weights are trained.</summary>
    public FineTuning FineTuning { get; init; } = FineTuning.Automatic;

    /// <summary>The most passes over the rows (paper: 100, without a validation stop).</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 100;

    /// <summary>Rows of a step.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 8;

    /// <summary>Learning rate of AdamW, falling linearly to 0; null for 5e-5 (paper), or 5e-4 where adapters alone are trained.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double? LearningRate { get; init; }

    /// <summary>Rank of the adapters.</summary>
    [Range(1, int.MaxValue)]
    public int AdapterRank { get; init; } = 16;

    /// <summary>Scale of the adapters times their rank.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double AdapterAlpha { get; init; } = 32;

    /// <summary>Dropout of embeddings and branches while training (GPT-2's; its dropout of attention probabilities is left out).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Share of the rows that training is stopped by (ours; 0 for none). Below 50 rows none are held out.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Epochs without improvement of the held-out loss that are tolerated; the best weights are restored.</summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 5;

    /// <summary>
    /// Whether training sees the order of columns afresh at each reading (paper), which lets any columns condition any others.
    /// </summary>
    public bool RandomOrder { get; init; } = true;

    /// <summary>How rows are written (paper: freely).</summary>
    public RowDecoding Decoding { get; init; } = RowDecoding.Constrained;

    /// <summary>Logits are divided by this when drawing; 1 draws from the model's law, the papers' 0.7 shrinks its tails.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 1;

    /// <summary>
    /// Whether the first token of each value is shifted so that, over the training rows, its average probability is its frequency
    /// (ours): steps of finite size leave rates of levels and of missing values a few per cent off.
    /// </summary>
    public bool CalibrateRates { get; init; } = true;

    /// <summary>How often a row is drawn again before the fit is given up as unable to write rows.</summary>
    [Range(1, int.MaxValue)]
    public int MaxAttempts { get; init; } = 100;

    /// <summary>
    /// Numbers that are no whole ones are written with as few decimals as give the middle nine tenths of them at least so many
    /// different texts; what the text leaves out is drawn afterwards (paper: all digits, most of which nothing can predict).
    /// </summary>
    [Range(1, int.MaxValue)]
    public int NumberCells { get; init; } = 200;

    /// <summary>The most tokens of one pass through the network; larger batches accumulate gradients over several.</summary>
    [Range(1, int.MaxValue)]
    public int TokensPerPass { get; init; } = 2048;

    /// <summary>Rows that are written side by side.</summary>
    [Range(1, int.MaxValue)]
    public int SampleBatch { get; init; } = 128;
}
