using System.Text.Json.Nodes;

namespace CausalLoom.Llm;

/// <summary>Counts what all draws of a model asked for, got and paid. Safe to use from several threads.</summary>
internal sealed class RequestCounter
{
    private const decimal Million = 1_000_000;
    private const int ShareDigits = 4;

    private readonly Lock _gate = new();
    private readonly long[] _rejected = new long[Enum.GetValues<RowFault>().Length];
    private long _sent;
    private long _retries;
    private long _answered;
    private long _cached;
    private long _promptTokens;
    private long _completionTokens;
    private long _kept;
    private long _surplus;
    private long _copies;

    /// <summary>An HTTP request that goes out.</summary>
    /// <param name="again">Whether it has been sent before.</param>
    public void Sent(bool again)
    {
        lock (_gate)
        {
            _sent++;
            _retries += again ? 1 : 0;
        }
    }

    /// <summary>A reply of the server, whose tokens are paid for.</summary>
    public void Answered(ChatReply reply)
    {
        lock (_gate)
        {
            _answered++;
            _promptTokens += reply.PromptTokens;
            _completionTokens += reply.CompletionTokens;
        }
    }

    /// <summary>A reply of the cache.</summary>
    public void Cached()
    {
        lock (_gate)
        {
            _cached++;
        }
    }

    /// <summary>Rows refused.</summary>
    /// <param name="faults">Why, one for each.</param>
    public void Rejected(IReadOnlyList<RowFault> faults)
    {
        lock (_gate)
        {
            foreach (RowFault fault in faults)
            {
                _rejected[(int)fault]++;
            }
        }
    }

    /// <summary>Valid rows of one reply.</summary>
    /// <param name="rows">Those put out.</param>
    /// <param name="surplus">Those beyond what was asked for.</param>
    /// <param name="copies">Those put out that repeat an example of their request.</param>
    public void Kept(int rows, int surplus, int copies)
    {
        lock (_gate)
        {
            _kept += rows;
            _surplus += surplus;
            _copies += copies;
        }
    }

    /// <summary>Everything so far.</summary>
    /// <param name="options">What tokens cost.</param>
    /// <param name="repeats">How often rows may repeat examples.</param>
    public JsonObject Facts(LlmOptions options, RepeatedExamples repeats)
    {
        lock (_gate)
        {
            JsonObject facts = new()
            {
                ["requests_sent"] = _sent,
                ["retries"] = _retries,
                ["replies"] = _answered,
                ["replies_from_cache"] = _cached,
                ["prompt_tokens"] = _promptTokens,
                ["completion_tokens"] = _completionTokens,
                ["rows_kept"] = _kept,
                ["rows_surplus"] = _surplus,
                ["rows_equal_to_an_example"] = _copies,
                ["share_equal_to_an_example"] = _kept == 0 ? null : Math.Round((double)_copies / _kept, ShareDigits),
                ["share_equal_to_an_example_expected"] = Math.Round(repeats.Expected, ShareDigits),
                ["share_equal_to_an_example_allowed"] = Math.Round(repeats.Allowed, ShareDigits),
                ["rows_rejected"] = _rejected.Sum(),
                ["rejected_by_reason"] = Reasons(),
            };
            if (options.PromptPrice is not null || options.CompletionPrice is not null)
            {
                facts["cost"] = ((_promptTokens * (options.PromptPrice ?? 0)) + (_completionTokens * (options.CompletionPrice ?? 0)))
                    / Million;
            }

            return facts;
        }
    }

    /// <summary>The reasons in words for a message, most frequent first; empty where nothing was refused.</summary>
    public string Summary()
    {
        lock (_gate)
        {
            return string.Join(", ", Enum.GetValues<RowFault>().Where(f => _rejected[(int)f] > 0).OrderByDescending(f => _rejected[(int)f])
                .Select(f => $"{_rejected[(int)f]} {Name(f)}"));
        }
    }

    private JsonObject Reasons() =>
        new(Enum.GetValues<RowFault>().Where(f => f != RowFault.None)
            .Select(f => KeyValuePair.Create(Name(f), (JsonNode?)_rejected[(int)f])));

    private static string Name(RowFault fault) => fault switch
    {
        RowFault.Malformed => "malformed",
        RowFault.Columns => "wrong_columns",
        RowFault.Type => "wrong_type",
        RowFault.Level => "unknown_level",
        RowFault.Range => "out_of_range",
        RowFault.Whole => "not_whole",
        RowFault.Decimals => "too_many_decimals",
        RowFault.Missing => "missing_not_allowed",
        _ => "none",
    };
}
