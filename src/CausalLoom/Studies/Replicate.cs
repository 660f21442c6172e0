using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Studies;

/// <summary>The data of one replicate, the same for all methods, and what methods share on them. Used by one thread.</summary>
public sealed class Replicate
{
    private readonly FitContext _context;
    private readonly Dictionary<string, (Nuisances? Fitted, Exception? Fault)> _nuisances = new(StringComparer.Ordinal);
    private Matrix? _features;

    /// <summary>A replicate.</summary>
    /// <param name="data">Its rows.</param>
    /// <param name="groups">Copies of one row have one number and stay in one fold; null: every row is its own.</param>
    /// <param name="context">The stream of its fits, and cancellation.</param>
    public Replicate(CausalData data, int[]? groups, FitContext context) => (Data, Groups, _context) = (data, groups, context);

    /// <summary>The rows.</summary>
    public CausalData Data { get; }

    /// <summary>Which rows are copies of one another, or null.</summary>
    public int[]? Groups { get; }

    /// <summary>The encoded covariates.</summary>
    public Matrix Features => _features ??= FeatureEncoder.FitEncode(Data.Covariates).Features;

    /// <summary>A context of a method's own: its numbers depend on the replicate and the name, not on other methods.</summary>
    public FitContext Context(string name) => _context.Child(name);

    /// <summary>Nuisances, fitted once a key. A fit that failed fails for each method that asks.</summary>
    /// <param name="key">All that decides them, also the name of their stream.</param>
    /// <param name="options">How to learn them.</param>
    public Nuisances Nuisances(string key, NuisanceOptions options)
    {
        if (!_nuisances.TryGetValue(key, out (Nuisances? Fitted, Exception? Fault) entry))
        {
            try
            {
                entry = (Estimation.Average.Nuisances.Fit(Data, options, Context(key), Groups), null);
            }
            catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
            {
                entry = (null, e);
            }

            _nuisances.Add(key, entry);
        }

        if (entry.Fault is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(entry.Fault);
        }

        return entry.Fitted!;
    }
}
