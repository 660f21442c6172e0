using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Text.Rows;
using CausalLoom.Models;
using CausalLoom.Numerics.Neural.Transformer;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Text;

/// <summary>A fine-tuned language model of rows.</summary>
internal sealed class GreatModel : IConditionalModel, IReportingModel
{
    private long _drawn, _rejected;

    internal GreatModel(RowLanguage language, TransformerDecoder decoder, GreatOptions options, RateOffsets offsets, JsonObject fit,
        IReadOnlyList<TrainingPoint> curve)
    {
        Language = language;
        Decoder = decoder;
        Options = options;
        Offsets = offsets;
        Fit = fit;
        TrainingCurve = curve;
    }

    public IReadOnlyList<TrainingPoint> TrainingCurve { get; }

    public JsonObject Facts
    {
        get
        {
            long drawn = Interlocked.Read(ref _drawn), rejected = Interlocked.Read(ref _rejected);
            JsonObject facts = (JsonObject)Fit.DeepClone();
            facts["rows_drawn"] = drawn;
            facts["rows_rejected"] = rejected;
            facts["rejection_rate"] = drawn + rejected == 0 ? 0 : rejected / (double)(drawn + rejected);
            return facts;
        }
    }

    internal RowLanguage Language { get; }

    internal TransformerDecoder Decoder { get; }

    internal GreatOptions Options { get; }

    /// <summary>Shifts of the first tokens of values.</summary>
    internal RateOffsets Offsets { get; }

    /// <summary>What there is to tell of the fit.</summary>
    internal JsonObject Fit { get; }

    public Table Sample(int rows, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);
        return Layout().Build(Draw(rows, stream, null));
    }

    public Table Sample(Table given, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        GivenTable known = GivenTable.Check(Layout(), given);
        return known.Build(Draw(known.Rows, stream, known));
    }

    public ModelState Save() => GreatState.Save(this);

    private TableLayout Layout() => new([.. Language.Columns.Select(c => c.Layout)]);

    private double[][] Draw(int rows, RandomStream stream, GivenTable? given)
    {
        // A sampler, whose grammars grow as it draws, serves one call: calls may come from several threads.
        GreatSampler sampler = new(Decoder, Language.Copy(), Options, Offsets);
        long[][] codes = sampler.Draw(rows, stream.Child("rows"), given);
        Interlocked.Add(ref _drawn, rows);
        Interlocked.Add(ref _rejected, sampler.Rejected);
        RandomStream numbers = stream.Child("numbers");
        double[][] values = new double[Language.Columns.Length][];
        for (int j = 0; j < values.Length; j++)
        {
            RandomStream own = numbers.Child(j);
            values[j] = [.. codes.Select(row => Language.Columns[j].Draw(row[j], own))];
        }

        return values;
    }
}
