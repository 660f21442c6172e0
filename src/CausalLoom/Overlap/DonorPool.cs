using CausalLoom.Data;

namespace CausalLoom.Overlap;

/// <summary>Rows that may stand in for those the data lack, with types and levels of the data, and where they come from.</summary>
public sealed class DonorPool
{
    // Above this share of rows that are unlike all others, equal rows are copies and no coincidence.
    private const double Telling = 0.9;

    private DonorPool(CausalData data, DonorOrigin origin, int[] rows, IReadOnlyList<string> warnings) =>
        (Data, Origin, Rows, Warnings) = (data, origin, rows, warnings);

    /// <summary>The donors.</summary>
    public CausalData Data { get; }

    /// <summary>Where they come from, as the user states it.</summary>
    public DonorOrigin Origin { get; }

    /// <summary>The row of each donor in what was given: copies of original rows are left out.</summary>
    public int[] Rows { get; }

    /// <summary>What a reader must know, each one line.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Takes donors in for the data they are to serve.</summary>
    /// <param name="data">The original rows.</param>
    /// <param name="donors">The donors, with at least the data's columns.</param>
    /// <param name="origin">Where they come from.</param>
    /// <param name="allowSelf">Whether donors without new information may be used, as in a demonstration.</param>
    /// <exception cref="CausalLoomException">
    /// The donors are the data themselves or drawn from a model of them, a column is absent, or one holds what the data's column cannot.
    /// </exception>
    public static DonorPool Of(CausalData data, CausalData donors, DonorOrigin origin, bool allowSelf = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(donors);
        if (origin == DonorOrigin.Self && !allowSelf)
        {
            throw new CausalLoomException("Donors drawn from a model of the data themselves carry no new information: they make intervals "
                + "narrower and effects no truer. Get donors from elsewhere, or see it for yourself with ‹allow-self›.");
        }

        CausalData aligned = DonorAlignment.Of(data, donors);
        bool[] copies = Copies(data, aligned, out bool telling);
        int count = copies.Count(copy => copy);
        if (telling && count > donors.Rows / 2)
        {
            throw new CausalLoomException($"{count} of {donors.Rows} donors are rows of the data themselves: they carry no new "
                + $"information. Give other rows as donors.");
        }

        int[] kept = [.. Enumerable.Range(0, donors.Rows).Where(i => !(telling && copies[i]))];
        List<string> warnings = [.. OriginWarnings(origin)];
        if (telling && count > 0)
        {
            warnings.Add($"{count} of {donors.Rows} donors are rows of the data themselves and were left out.");
        }

        return new DonorPool(kept.Length == donors.Rows ? aligned : aligned.Take(kept), origin, kept, warnings);
    }

    private static IEnumerable<string> OriginWarnings(DonorOrigin origin) => origin switch
    {
        DonorOrigin.Real => [],
        DonorOrigin.Synthetic => ["Synthetic donors know what the rows know that their generator was fitted to, and no more; standard "
            + "errors do not contain the generator's error. If it was fitted to these data, they are `self` donors."],
        _ => ["The donors come from a model of the data themselves: they carry no new information. Whatever seems gained is not."],
    };

    // Which donors equal an original row in covariates, treatment and outcome.
    private static bool[] Copies(CausalData data, CausalData donors, out bool telling)
    {
        string[] own = Keys(data);
        HashSet<string> known = new(own, StringComparer.Ordinal);
        telling = known.Count >= Telling * own.Length;
        return Array.ConvertAll(Keys(donors), known.Contains);
    }

    private static string[] Keys(CausalData data)
    {
        string[] keys = new string[data.Rows];
        for (int i = 0; i < keys.Length; i++)
        {
            int row = i;
            keys[i] = string.Join('\u001f', data.Covariates.Columns.Select(c => c.TextAt(row)).Append(data.Treatment[i] == 1 ? "1" : "0")
                .Append(data.OutcomeColumn.TextAt(i)));
        }

        return keys;
    }
}
