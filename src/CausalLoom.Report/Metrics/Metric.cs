namespace CausalLoom.Report.Metrics;

/// <summary>A metric with all a reader needs to judge it.</summary>
/// <param name="Key">Its key in <c>metrics.json</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null where it is not available.</param>
/// <param name="Direction">Which values are better.</param>
/// <param name="Reference">What the value means and what to compare it with.</param>
internal sealed record Metric(string Key, string Name, double? Value, Direction Direction, string Reference)
{
    /// <summary>Its standard deviation over repeats, or null.</summary>
    public double? Spread { get; init; }

    /// <summary>Whether it counts something and has no decimals.</summary>
    public bool IsCount { get; init; }

    /// <summary>Its 95 % interval by sampling, or null.</summary>
    public double[]? Interval { get; init; }

    /// <summary>Why <see cref="Value"/> is null.</summary>
    public string? Note { get; init; }
}
