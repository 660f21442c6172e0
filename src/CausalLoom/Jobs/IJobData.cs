using CausalLoom.Data;

namespace CausalLoom.Jobs;

/// <summary>Where the rows of a job come from.</summary>
public interface IJobData
{
    /// <summary>What people call it, such as a file's path.</summary>
    string Name { get; }

    /// <summary>Reads the rows and splits them by role.</summary>
    /// <exception cref="CausalLoomException">They cannot be read or studied.</exception>
    LoadedData Load(CancellationToken cancellation);

    /// <summary>The same data with columns that are read beside the covariates and are none: clusters, weights, true effects.</summary>
    IJobData Beside(params IReadOnlyList<string> columns);

    /// <summary>The same rows, with columns that make groups, which may be covariates.</summary>
    /// <param name="columns">Their names.</param>
    IJobData By(params IReadOnlyList<string> columns);

    /// <summary>Reads the rows as other data were read: the same columns, types, levels and roles.</summary>
    /// <param name="first">Those data.</param>
    /// <param name="cancellation">Observed while reading.</param>
    /// <exception cref="CausalLoomException">They cannot be read, or do not fit.</exception>
    LoadedData LoadLike(LoadedData first, CancellationToken cancellation);
}
