using System.Globalization;
using CausalLoom.Generators.Text.Rows;
using CausalLoom.Numerics.Neural.Transformer;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Text;

/// <summary>
/// Draws rows from a fine-tuned decoder, many side by side with cached keys and values. Each row has a stream of its own and the
/// network's results do not depend on what else is in the batch, so a row does not depend on how rows are batched.
/// </summary>
internal sealed class GreatSampler
{
    /// <summary>Values in the key/value cache: 512 MB.</summary>
    private const long CacheBudget = 1 << 27;
    private readonly TransformerDecoder _decoder;
    private readonly RowLanguage _language;
    private readonly GreatOptions _options;
    private readonly ValueNode[][] _grammars;
    private readonly int _positions, _side;

    internal GreatSampler(TransformerDecoder decoder, RowLanguage language, GreatOptions options, RateOffsets offsets)
    {
        _decoder = decoder;
        _language = language;
        _options = options;
        _grammars = [.. language.Columns.Select(c =>
            new[] { ValueGrammar.Begin(c, language.Tokeniser, false), ValueGrammar.Begin(c, language.Tokeniser, true) })];
        for (int j = 0; j < _grammars.Length; j++)
        {
            Array.ForEach(_grammars[j], begin => offsets.Apply(j, begin));
        }

        int longest = language.LongestRow() + (options.Decoding == RowDecoding.Free ? 8 : 0);
        _positions = Math.Min(decoder.Options.Context, longest);
        _side = (int)Math.Clamp(CacheBudget / (2L * decoder.Options.Layers * decoder.Options.Width * _positions), 1, options.SampleBatch);
    }

    /// <summary>Rows that were drawn and refused so far.</summary>
    internal long Rejected { get; private set; }

    /// <summary>The cells of rows [row][column].</summary>
    /// <param name="rows">How many.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="given">What is known of them, or null.</param>
    internal long[][] Draw(int rows, RandomStream stream, GivenTable? given)
    {
        long[][] drawn = new long[rows][];
        List<int> open = [.. Enumerable.Range(0, rows)];
        for (int attempt = 0; open.Count > 0; attempt++)
        {
            if (attempt > _options.MaxAttempts)
            {
                throw new CausalLoomException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The language model wrote no proper row in {attempt} attempts ({Rejected} rows rejected, {rows - open.Count} of "
                        + $"{rows} kept). Train it longer, or decode under constraints."));
            }

            DecoderSession session = new(_decoder, Math.Min(_side, open.Count), _positions);
            for (int start = 0; start < open.Count; start += _side)
            {
                List<int> some = open.GetRange(start, Math.Min(_side, open.Count - start));
                Write(session, some, [.. some.Select(row => Writer(row, stream.Child(row).Child(attempt), given))], drawn);
            }

            open = open.FindAll(row => drawn[row] is null);
            Rejected += open.Count;
        }

        return drawn;
    }

    private IRowWriter Writer(int row, RandomStream stream, GivenTable? given)
    {
        int columns = _language.Columns.Length;
        int[] order = [.. Enumerable.Range(0, columns)];
        if (_options.RandomOrder)
        {
            stream.Shuffle<int>(order);
        }

        TokenDraw draw = new(stream, _options.Temperature);
        if (_options.Decoding == RowDecoding.Free && given is null)
        {
            return new FreeWriter(_language, order[0], draw);
        }

        long[] codes = new long[columns];
        List<(int Column, ValueNode? Values)> known = [], unknown = [];
        foreach (int j in order)
        {
            if (given is not null && given.IsKnown(j, row))
            {
                codes[j] = _language.Columns[j].CodeOf(given.Value(j, row));
                known.Add((j, null));
            }
            else
            {
                bool missing = given is null ? _language.Columns[j].Layout.HasMissing : given.MayBeMissing(j);
                unknown.Add((j, _grammars[j][missing ? 1 : 0]));
            }
        }

        return new ConstrainedWriter(_language, [.. known, .. unknown], codes, draw);
    }

    private void Write(DecoderSession session, List<int> rows, List<IRowWriter> writers, long[][] drawn)
    {
        session.Restart(rows.Count);
        int[] tokens = new int[rows.Count];
        bool[] ended = new bool[rows.Count];
        ReadOnlySpan<float> logits = default;
        while (true)
        {
            int running = 0, vocabulary = logits.Length / Math.Max(1, writers.Count);
            for (int i = 0; i < writers.Count; i++)
            {
                if (!ended[i])
                {
                    tokens[i] = writers[i].Next(logits.IsEmpty ? default : logits.Slice(i * vocabulary, vocabulary));
                    ended[i] = writers[i].Done;
                    drawn[rows[i]] = writers[i].Codes!;
                    running += ended[i] ? 0 : 1;
                }
            }

            if (running == 0 || session.Position == _positions)
            {
                return;
            }

            Compact(session, rows, writers, tokens, ended, running);
            session.Step(tokens.AsSpan(0, writers.Count));
            logits = Enumerable.Range(0, writers.Count).Any(i => !ended[i] && writers[i].NeedsLogits) ? session.Logits() : default;
        }
    }

    /// <summary>Drops rows that have ended once they are a quarter of the batch.</summary>
    private static void Compact(DecoderSession session, List<int> rows, List<IRowWriter> writers, int[] tokens, bool[] ended, int running)
    {
        if (running > 0.75 * writers.Count)
        {
            return;
        }

        int[] live = [.. Enumerable.Range(0, writers.Count).Where(i => !ended[i])];
        session.Retain(live);
        for (int i = 0; i < live.Length; i++)
        {
            (rows[i], writers[i], tokens[i], ended[i]) = (rows[live[i]], writers[live[i]], tokens[live[i]], false);
        }

        rows.RemoveRange(live.Length, rows.Count - live.Length);
        writers.RemoveRange(live.Length, writers.Count - live.Length);
    }
}
