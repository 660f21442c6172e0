using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>Collects what a reader has to say, one line a finding however many columns it is true of.</summary>
internal sealed class ReadingLog
{
    private const int MostAlike = 4;

    private readonly List<(bool Warning, string Finding, List<string> Items)> _findings = [];
    private readonly Dictionary<string, string> _leftOut = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byFinding = new(StringComparer.Ordinal);

    public List<string> Warnings => Lines(warning: true);

    public List<string> Notes => Lines(warning: false);

    /// <summary>Something that changes numbers, or that a user should look at.</summary>
    public void Warn(string finding, string? item = null) => Add(true, finding, item);

    /// <summary>Something worth knowing.</summary>
    public void Note(string finding, string? item = null) => Add(false, finding, item);

    /// <summary>A column that will not be used, and why; with a warning where there is a finding.</summary>
    public void LeaveOut(string? finding, string column, string reason)
    {
        if (finding is not null)
        {
            Warn(finding, CellText.Show(column));
        }

        _leftOut.TryAdd(column, reason);
    }

    /// <summary>Findings about how columns hang together: copies of rows are a note, all else is a warning; of many alike a few are told.
    /// </summary>
    public void Structure(IReadOnlyList<StructureFinding> findings)
    {
        foreach (IGrouping<StructureKind, StructureFinding> alike in findings.GroupBy(finding => finding.Kind))
        {
            int told = alike.Count() <= MostAlike ? MostAlike : MostAlike - 1;
            foreach (StructureFinding finding in alike.Take(told))
            {
                Add(alike.Key != StructureKind.Duplicates, finding.Text, null);
            }

            if (alike.Count() > told)
            {
                Add(alike.Key != StructureKind.Duplicates, $"There are {alike.Count() - told} more findings like the last one, "
                    + "which `inspect` lists in its JSON", CellText.List([.. alike.Skip(told).Select(f => CellText.Show(f.Columns[0]))],
                        10));
            }
        }
    }

    /// <summary>Why a column is not used, where the reader knows.</summary>
    public string? WhyLeftOut(string column) => _leftOut.GetValueOrDefault(column);

    private void Add(bool warning, string finding, string? item)
    {
        if (!_byFinding.TryGetValue(finding, out List<string>? items))
        {
            items = [];
            _byFinding.Add(finding, items);
            _findings.Add((warning, finding, items));
        }

        if (item is not null)
        {
            items.Add(item);
        }
    }

    private List<string> Lines(bool warning) =>
    [
        .. _findings.Where(f => f.Warning == warning)
            .Select(f => f.Items.Count == 0 ? $"{f.Finding}." : $"{f.Finding}: {CellText.List(f.Items)}."),
    ];
}
