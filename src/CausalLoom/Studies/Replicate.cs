using CausalLoom.Data;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Studies;

/// <summary>The data of one replicate, the same for all methods, and what methods share on them. Used by one thread.</summary>
public sealed class Replicate
{
    private readonly FitContext _context;
    private readonly Func<string, int, CausalData>? _donors;
    private readonly Dictionary<string, (object? Made, Exception? Fault)> _shared = new(StringComparer.Ordinal);

    /// <summary>A replicate.</summary>
    /// <param name="data">Its rows.</param>
    /// <param name="groups">Copies of one row, or of one cluster, have one number and stay in one fold; null: there are none.</param>
    /// <param name="context">The stream of its fits, and cancellation.</param>
    /// <param name="donors">Draws rows of another source by its name and their number; null: there are none.</param>
    public Replicate(CausalData data, int[]? groups, FitContext context, Func<string, int, CausalData>? donors = null) =>
        (Data, Groups, _context, _donors) = (data, groups, context, donors);

    /// <summary>The rows.</summary>
    public CausalData Data { get; }

    /// <summary>Which rows are copies of one another, or null.</summary>
    public int[]? Groups { get; }

    /// <summary>A context of a method's own: its numbers depend on the replicate and the name, not on other methods.</summary>
    public FitContext Context(string name) => _context.Child(name);

    /// <summary>Rows of another source of the study, drawn once a replicate: the same for all methods that ask for as many.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="rows">How many.</param>
    /// <exception cref="CausalLoomException">They cannot be drawn.</exception>
    public CausalData Donors(string source, int rows) => Shared(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rows} donors of {source}"),
        _ => _donors?.Invoke(source, rows)
            ?? throw new CausalLoomException($"There are no donors here: '{source}' is no source of this study."));

    /// <summary>Nuisances, fitted once a key. A fit that failed fails for each method that asks.</summary>
    /// <param name="key">All that decides them, also the name of their stream.</param>
    /// <param name="options">How to learn them.</param>
    public Nuisances Nuisances(string key, NuisanceOptions options) =>
        Shared(key, context =>
            Estimation.Average.Nuisances.Fit(Groups is null ? Data : Data.WithClusters(Groups), options, context));

    /// <summary>What methods share, made once a key. What failed fails for each method that asks.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="key">All that decides it, also the name of its stream.</param>
    /// <param name="make">Makes it.</param>
    public T Shared<T>(string key, Func<FitContext, T> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        if (!_shared.TryGetValue(key, out (object? Made, Exception? Fault) entry))
        {
            try
            {
                entry = (make(Context(key)), null);
            }
            catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
            {
                entry = (null, e);
            }

            _shared.Add(key, entry);
        }

        if (entry.Fault is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(entry.Fault);
        }

        return (T)entry.Made!;
    }
}
