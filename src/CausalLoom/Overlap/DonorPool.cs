using CausalLoom.Data;

namespace CausalLoom.Overlap;

/// <summary>Rows that may stand in for those the data lack, with types and levels of the data, and where they come from.</summary>
public sealed class DonorPool
{
    private DonorPool(CausalData data, DonorOrigin origin, int[] rows, IReadOnlyList<string> warnings) =>
        (Data, Origin, Rows, Warnings) = (data, origin, rows, warnings);

    /// <summary>The donors.</summary>
    public CausalData Data { get; }

    /// <summary>Where they come from, as the user states it.</summary>
    public DonorOrigin Origin { get; }

    /// <summary>The row of each donor in what was given: copies of original rows are left out.</summary>
    public int[] Rows { get; }

    /// <summary>How many donors were left out because they equal a row of the data.</summary>
    public int Copies { get; private init; }

    /// <summary>How many more were left out because they differ from one by rounding or a little noise alone.</summary>
    public int NearCopies { get; private init; }

    /// <summary>Columns that seem to be in another unit than the data's.</summary>
    public IReadOnlyList<RescaledColumn> Rescaled { get; private init; } = [];

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
        DonorCopies copies = DonorCopies.Of(data, aligned);
        int[] kept = [.. Enumerable.Range(0, donors.Rows).Where(i => !copies.Exact[i] && !copies.Near[i])];
        int exact = copies.Exact.Count(copy => copy), near = copies.Near.Count(copy => copy);
        if (exact + near > donors.Rows / 2)
        {
            throw new CausalLoomException($"{exact + near} of {donors.Rows} donors are rows of the data themselves"
                + $"{(near > 0 ? $", {near} of them but for rounding or noise" : string.Empty)}: they carry no new information. Give other "
                + $"rows as donors.");
        }

        List<string> warnings = [.. OriginWarnings(origin)];
        if (exact > 0)
        {
            warnings.Add($"{exact} of {donors.Rows} donors are rows of the data themselves and were left out.");
        }

        if (near > 0)
        {
            warnings.Add($"{near} of {donors.Rows} donors are rows of the data but for rounding or a little noise and were left out.");
        }

        CausalData pool = kept.Length == donors.Rows ? aligned : aligned.Take(kept);
        IReadOnlyList<RescaledColumn> rescaled = RescaledColumn.Of(data, pool);
        return new DonorPool(pool, origin, kept, [.. warnings, .. rescaled.Select(column => column.Text)])
            { Copies = exact, NearCopies = near, Rescaled = rescaled };
    }

    private static IEnumerable<string> OriginWarnings(DonorOrigin origin) => origin switch
    {
        DonorOrigin.Real => [],
        DonorOrigin.Synthetic => ["Synthetic donors know what the rows know that their generator was fitted to, and no more; standard "
            + "errors do not contain the generator's error. If it was fitted to these data, they are `self` donors."],
        _ => ["The donors come from a model of the data themselves: they carry no new information. Whatever seems gained is not."],
    };
}
