using CausalLoom.Generators.Margins;
using CausalLoom.Generators.Text.Rows;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Transformer;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Text;

/// <summary>
/// Prior correction of a fine-tuned model: shifts of the first tokens of values that make their average probability over the
/// training rows, each read in a random order, equal to their frequency. First tokens that are too rare for a frequency of their
/// own share one shift, so that what was never seen stays as likely among them as the model has it.
/// </summary>
internal static class RateCalibration
{
    private const int MaxRows = 1000, MinimumCount = 10;
    private const double MinimumShare = 0.02;

    internal static RateOffsets Fit(TransformerDecoder decoder, RowLanguage language, long[][] codes, GreatOptions options,
        FitContext context)
    {
        int[] rows = context.Stream.Child("rows").Permutation(codes[0].Length);
        rows = rows[..Math.Min(rows.Length, MaxRows)];
        ValueNode[] begins = [.. language.Columns.Select(c => ValueGrammar.Begin(c, language.Tokeniser, c.Layout.HasMissing))];
        List<double>[] logits = Logits(decoder, language, codes, options, rows, begins, context);
        Dictionary<int, double>[] offsets = new Dictionary<int, double>[begins.Length];
        for (int j = 0; j < offsets.Length; j++)
        {
            Dictionary<int, int> counts = rows.GroupBy(row => language.Value(j, codes[j][row])[0]).ToDictionary(g => g.Key, g => g.Count());
            offsets[j] = Column(begins[j], [.. logits[j]], counts, rows.Length);
        }

        return new RateOffsets(offsets);
    }

    /// <summary>The shifts of one column, given the logits of its first tokens [row × follower] and how often each is first.</summary>
    internal static Dictionary<int, double> Column(ValueNode begin, double[] logits, Dictionary<int, int> counts, int rows)
    {
        (int Token, ValueNode Node)[] followers = begin.Followers;
        double floor = Math.Max(MinimumCount, MinimumShare * rows);
        int[] frequent = [.. Enumerable.Range(0, followers.Length).Where(k => counts.GetValueOrDefault(followers[k].Token) >= floor)];
        int classes = frequent.Length + (frequent.Length < followers.Length ? 1 : 0);
        if (classes < 2)
        {
            return [];
        }

        int[] classOf = Enumerable.Repeat(frequent.Length, followers.Length).ToArray();
        double[] frequencies = new double[classes];
        for (int c = 0; c < frequent.Length; c++)
        {
            classOf[frequent[c]] = c;
            frequencies[c] = counts[followers[frequent[c]].Token] / (double)rows;
        }

        if (classes > frequent.Length)
        {
            // Half a row for what was never seen, so that nothing becomes impossible.
            frequencies[^1] = Math.Max(1 - frequencies.Sum(), 0.5 / rows);
        }

        double[] offsets = CategoryOffsets.Fit(Pooled(logits, classOf, classes), [.. frequencies.Select(f => f / frequencies.Sum())], 1);
        return Enumerable.Range(0, followers.Length).ToDictionary(k => followers[k].Token, k => offsets[classOf[k]]);
    }

    /// <summary>log Σ exp of the logits of each class [row × class].</summary>
    private static double[] Pooled(double[] logits, int[] classOf, int classes)
    {
        int rows = logits.Length / classOf.Length;
        double[] pooled = new double[rows * classes];
        Array.Fill(pooled, double.NegativeInfinity);
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < classOf.Length; k++)
            {
                ref double sum = ref pooled[(i * classes) + classOf[k]];
                double next = logits[(i * classOf.Length) + k], high = Math.Max(sum, next);
                sum = high + Math.Log(Math.Exp(sum - high) + Math.Exp(next - high));
            }
        }

        return pooled;
    }

    private static List<double>[] Logits(TransformerDecoder decoder, RowLanguage language, long[][] codes, GreatOptions options, int[] rows,
        ValueNode[] begins, FitContext context)
    {
        List<double>[] logits = [.. begins.Select(_ => new List<double>())];
        RowBatch batch = new(language, codes, options);
        RandomStream orders = context.Stream.Child("orders");
        Tape tape = new() { Training = false };
        for (int start = 0; start < rows.Length; start += options.BatchSize)
        {
            context.Report("Calibrating rates", start / (double)rows.Length);
            int count = Math.Min(options.BatchSize, rows.Length - start);
            batch.Write(rows.AsSpan(start, count), orders);
            tape.Reset();
            Node hidden = decoder.Hidden(tape, decoder.Embed(tape, batch.Tokens(0, count), batch.Length), batch.Length,
                batch.Lengths(0, count));
            Node all = decoder.Logits(tape, hidden);
            foreach ((int row, int token, int column) in batch.Starts)
            {
                Span<float> at = all.Row((row * batch.Length) + token);
                foreach ((int follower, _) in begins[column].Followers)
                {
                    logits[column].Add(at[follower]);
                }
            }
        }

        return logits;
    }
}
