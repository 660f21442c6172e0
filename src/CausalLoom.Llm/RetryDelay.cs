using System.Globalization;

namespace CausalLoom.Llm;

/// <summary>How long to wait before a request is sent again.</summary>
internal static class RetryDelay
{
    // A thousand years, which a span of time still holds.
    private const double Longest = 1000 * 365.25 * 24 * 60 * 60;

    /// <summary>first · 2^(attempt − 1), at most the longest.</summary>
    /// <param name="options">The first and the longest delay.</param>
    /// <param name="attempt">How many attempts have failed, from 1.</param>
    public static TimeSpan Backoff(LlmOptions options, int attempt)
    {
        double seconds = options.FirstDelay.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 30));
        return seconds >= options.LongestDelay.TotalSeconds ? options.LongestDelay : TimeSpan.FromSeconds(seconds);
    }

    /// <summary>
    /// What the server asks for (RFC 9110 §10.2.3): seconds, or a date, which is read against the answer's own Date so that the
    /// clocks of the two machines need not agree. Null where it asks for nothing or nothing that can be read.
    /// </summary>
    public static TimeSpan? Asked(string? retryAfter, string? date)
    {
        if (double.TryParse(retryAfter, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds))
        {
            // Every culture has words for what is no number and for what is beyond all, whatever the style.
            return seconds >= 0 ? TimeSpan.FromSeconds(Math.Min(seconds, Longest)) : null;
        }

        return Date(retryAfter) is { } until && Date(date) is { } now && until > now ? until - now : null;
    }

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            ? date : null;
}
