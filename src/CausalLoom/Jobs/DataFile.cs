using CausalLoom.Data;

namespace CausalLoom.Jobs;

/// <summary>Rows in a CSV file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Roles">Which column plays which role, and how cells are read.</param>
public sealed record DataFile(string Path, LoadOptions Roles) : IJobData
{
    /// <summary>A file whose columns are covariates but for a treatment and an outcome.</summary>
    /// <param name="path">The file.</param>
    /// <param name="treatment">The treatment column.</param>
    /// <param name="outcome">The outcome column.</param>
    public DataFile(string path, string treatment, string outcome)
        : this(path, new LoadOptions { Treatment = treatment, Outcome = outcome })
    {
    }

    /// <inheritdoc />
    public string Name => Path;

    /// <inheritdoc />
    public LoadedData Load(CancellationToken cancellation) => DataLoader.Load(Path, Roles with { Cancellation = cancellation });

    /// <summary>Reads the file with types and whatever roles are known: nothing is demanded of them.</summary>
    /// <exception cref="CausalLoomException">The file is no proper table, or an option does not fit it.</exception>
    public LoadedTable Look(CancellationToken cancellation) => DataLoader.Read(Path, Roles with { Cancellation = cancellation });

    /// <inheritdoc />
    public IJobData Beside(params IReadOnlyList<string> columns) => this with { Roles = Roles with { Beside = columns } };

    /// <inheritdoc />
    public IJobData By(params IReadOnlyList<string> columns) => this with { Roles = Roles with { By = columns } };

    /// <inheritdoc />
    public LoadedData LoadLike(LoadedData first, CancellationToken cancellation) =>
        DataLoader.LoadLike(Path, first, Roles with { Cancellation = cancellation });
}
