namespace CausalLoom.Estimation.Average;

/// <summary>Two treatment levels that are set against each other.</summary>
/// <param name="Level">The level, 0 … K − 1.</param>
/// <param name="Reference">What it is held against, 0 … K − 1.</param>
public readonly record struct Contrast(int Level, int Reference)
{
    /// <summary>Every other level against level 0.</summary>
    /// <param name="levels">K.</param>
    public static IReadOnlyList<Contrast> WithReference(int levels) =>
        [.. Enumerable.Range(1, levels - 1).Select(level => new Contrast(level, 0))];

    /// <summary>All pairs, the later level against the earlier one; those with level 0 first.</summary>
    /// <param name="levels">K.</param>
    public static IReadOnlyList<Contrast> Pairs(int levels) => [.. Enumerable.Range(0, levels - 1)
        .SelectMany(reference => Enumerable.Range(reference + 1, levels - reference - 1).Select(level => new Contrast(level, reference)))];
}
