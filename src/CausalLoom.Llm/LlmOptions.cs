namespace CausalLoom.Llm;

/// <summary>
/// Options of <see cref="LlmGenerator"/>. Few-shot generation by a language model has no paper whose settings are a standard; these
/// keep a request of a dozen columns near two thousand tokens and are patient with servers that limit their rate.
/// </summary>
public sealed record LlmOptions
{
    /// <summary>Example rows in each request.</summary>
    public int Examples { get; init; } = 20;

    /// <summary>Rows asked for in each request.</summary>
    public int RowsPerRequest { get; init; } = 20;

    /// <summary>How many rows of the data the model keeps to draw examples from.</summary>
    public int ExamplePool { get; init; } = 1000;

    /// <summary>The temperature; 1 is the law that the language model learned, less draws too little spread.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>How many requests are under way at once. Rows and their order do not depend on it.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often one request is sent before the work fails.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The wait before the second attempt; it doubles with each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between attempts; a server that asks for more is not waited for.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long the server may show no sign of life, over all requests, before the next failure ends the work. Signs of life are
    /// replies, and answers that ask for patience.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one draw may take in all, or null for any time.</summary>
    public TimeSpan? Deadline { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The most requests for one draw, or null for 16 and four times those that would do if every row were valid.</summary>
    public int? RequestBudget { get; init; }

    /// <summary>How many requests in a row may bring no valid row before the work fails.</summary>
    public int FruitlessRequests { get; init; } = 8;

    /// <summary>
    /// What share of the rows that have no reason to repeat an example of their request may do so before the work fails; rows as
    /// often repeated as real ones come on top. 1 takes every row.
    /// </summary>
    public double RepeatMargin { get; init; } = 0.2;

    /// <summary>The price of a million prompt tokens in any currency, or null: no cost is counted.</summary>
    public decimal? PromptPrice { get; init; }

    /// <summary>The price of a million completion tokens in the same currency, or null: no cost is counted.</summary>
    public decimal? CompletionPrice { get; init; }

    internal void Check()
    {
        if (Examples < 1 || RowsPerRequest < 1 || ExamplePool < Examples || Parallel < 1 || Attempts < 1 || RequestBudget < 1
            || FruitlessRequests < 1)
        {
            throw new CausalLoomException("Generator 'llm' needs at least one example, row, attempt and request, and a pool no "
                + "smaller than the examples.");
        }

        if (!(Temperature >= 0) || !(RepeatMargin is >= 0 and <= 1) || !IsTime(Timeout) || !IsTime(Patience)
            || (Deadline is { } deadline && !IsTime(deadline)) || FirstDelay < TimeSpan.Zero || LongestDelay < FirstDelay)
        {
            throw new CausalLoomException("Generator 'llm' needs a temperature of at least 0, a repeat margin from 0 to 1, a positive "
                + "timeout, patience and deadline of at most 24 days, and a longest delay no shorter than the first.");
        }
    }

    // Timers take no longer times.
    private static bool IsTime(TimeSpan time) => time > TimeSpan.Zero && time <= TimeSpan.FromDays(24);
}
