using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Jobs;

/// <summary>All that a job may use of the outside: threads, someone who listens, cancellation, parts by name.</summary>
public sealed record JobContext
{
    /// <summary>How many threads the job may use.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Who is told how far the work is and what a person should know; null: no one.</summary>
    public IJobListener? Listener { get; init; }

    /// <summary>Ends the job with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Where a long job keeps what it has done, so that the same job goes on from there; null: nowhere.</summary>
    public JobWork? Work { get; init; }

    /// <summary>What parts there are by name: this library's, and those that a caller added.</summary>
    public Catalogues Catalogues { get; init; } = Catalogues.Default;

    /// <summary>The context of work under a seed: the one place where a job's seed becomes random numbers.</summary>
    internal FitContext Seeded(long seed) => new(RandomStream.Of(seed), Threads, Listener, Cancellation) { Notices = new FitNotices() };

    /// <summary>Begins a step.</summary>
    internal void Begin(string step)
    {
        Cancellation.ThrowIfCancellationRequested();
        Listener?.Begin(step);
    }

    /// <summary>Says something to a person.</summary>
    internal void Say(JobMessageKind kind, string text) => Listener?.Say(new JobMessage(kind, text));

    /// <summary>Reads data and says their notes and warnings.</summary>
    /// <param name="data">The data.</param>
    /// <param name="weighs">Whether the job weighs rows for those whose outcome is missing.</param>
    internal LoadedData Load(IJobData data, bool weighs = false)
    {
        Begin("reading " + data.Name);
        LoadedData loaded = data.Load(Cancellation);
        if (loaded.WithUnobserved is not null && !weighs)
        {
            throw new CausalLoomException("‹missing-outcome weight› is for an estimate, which can weigh rows: say ‹missing-outcome drop›.");
        }

        Say(loaded.Notes, loaded.Warnings);
        return loaded;
    }

    /// <summary>Reads data as others were read, and says their warnings.</summary>
    internal LoadedData LoadLike(IJobData data, LoadedData first)
    {
        Begin("reading " + data.Name);
        LoadedData loaded = data.LoadLike(first, Cancellation);
        Say([], loaded.Warnings);
        return loaded;
    }

    /// <summary>Says what fits had to say.</summary>
    /// <returns>The same, for the results.</returns>
    internal IReadOnlyList<string> Heard(FitContext seeded)
    {
        IReadOnlyList<string> all = seeded.Notices?.All ?? [];
        Say([], all);
        return all;
    }

    /// <summary>Says notes and warnings.</summary>
    internal void Say(IReadOnlyList<string> notes, IReadOnlyList<string> warnings)
    {
        foreach (string note in notes)
        {
            Say(JobMessageKind.Note, note);
        }

        foreach (string warning in warnings)
        {
            Say(JobMessageKind.Warning, warning);
        }
    }
}
