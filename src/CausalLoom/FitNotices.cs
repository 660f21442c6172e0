namespace CausalLoom;

/// <summary>What the user of a fit should know that is no error, such as a search that ended before it settled. Serves many
/// threads.</summary>
public sealed class FitNotices
{
    private readonly SortedSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>All of them once, in the order of their text, so that threads do not show.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_said)
            {
                return [.. _said];
            }
        }
    }

    /// <summary>Adds a line.</summary>
    public void Add(string line)
    {
        lock (_said)
        {
            _said.Add(line);
        }
    }
}
