using System.Globalization;

namespace CausalLoom.Data.Cells;

/// <summary>
/// Numbers of which some are only known to lie beyond a limit, such as `&lt;0.5` in a laboratory's column: inside one number stands for
/// them (<see cref="BeyondLimit"/>), and every number beyond the limit is written as the limit's text. Pattern: that of
/// the other numbers, then the limits' texts, such as `0.0; &lt;0.5; &gt;100`; `trace=0.2` is below the smallest number that was written.
/// </summary>
internal sealed class LimitForm : CellForm
{
    private readonly CellForm? _numbers;
    private readonly List<CellLimit> _limits;

    private LimitForm(string pattern, CellForm? numbers, List<CellLimit> limits) => (Pattern, _numbers, _limits) = (pattern, numbers,
        limits);

    public override string Pattern { get; }

    public override string? Unit => _numbers?.Unit;

    /// <summary>Gets the limits.</summary>
    public IReadOnlyList<CellLimit> Limits => _limits;

    /// <summary>A form of numbers and limits.</summary>
    /// <param name="numbers">How the other numbers are written; null: plain.</param>
    /// <param name="limits">The limits, one a side at most.</param>
    public static LimitForm Of(CellForm? numbers, IEnumerable<CellLimit> limits)
    {
        List<CellLimit> all = [.. limits];
        return new LimitForm(string.Join("; ", all.Select(l => l.Pattern).Prepend(numbers?.Pattern ?? "#")), numbers, all);
    }

    /// <summary>The form of a pattern; null where it is another kind's.</summary>
    public static LimitForm? Of(string pattern)
    {
        string[] parts = pattern.Split("; ");
        if (parts.Length is < 2 or > 3)
        {
            return null;
        }

        NumberForm? numbers = parts[0] == "#" ? null : NumberForm.Of(parts[0]);
        CellLimit?[] limits = [.. parts.Skip(1).Select(CellLimit.Of)];
        return (parts[0] == "#" || numbers is not null) && limits.All(l => l is not null)
            && limits.DistinctBy(l => l!.IsLower).Count() == limits.Length ? Of(numbers, limits!) : null;
    }

    internal override bool TryRead(string cell, out double number)
    {
        foreach (CellLimit limit in _limits)
        {
            if (string.Equals(limit.Text, cell, StringComparison.OrdinalIgnoreCase))
            {
                number = limit.Inside;
                return true;
            }
        }

        if (_numbers is not null)
        {
            return _numbers.TryRead(cell, out number) || PlainNumber(cell, out number);
        }

        return PlainNumber(cell, out number);
    }

    internal override string Write(double number) => _limits.Find(limit => limit.Covers(number)) is { } beyond ? beyond.Text
        : _numbers?.Write(number) ?? number.ToString("R", CultureInfo.InvariantCulture);

    private static bool PlainNumber(string cell, out double number) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
