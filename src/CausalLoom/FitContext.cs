using CausalLoom.Numerics.Random;

namespace CausalLoom;

/// <summary>
/// All that a fit may use of its surroundings: its random stream, threads, progress and cancellation. Nothing is ambient.
/// </summary>
/// <param name="Stream">The stream of this fit; consumers take named children of it.</param>
/// <param name="Threads">How many threads the fit may use; results never depend on it.</param>
/// <param name="Progress">Where progress goes, or null.</param>
/// <param name="Cancellation">Observed at least once per training epoch.</param>
public sealed record FitContext(RandomStream Stream, int Threads = 1, IProgress<ProgressReport>? Progress = null,
    CancellationToken Cancellation = default)
{
    /// <summary>Where long work keeps what it has done, or null.</summary>
    public IKeptWork? Work { get; init; }

    /// <summary>Where fits say what their user should know, or null.</summary>
    public FitNotices? Notices { get; init; }

    /// <summary>A context for a seed, with one thread and no progress.</summary>
    public static FitContext ForSeed(long seed, int threads = 1) => new(RandomStream.Of(seed), threads);

    /// <summary>The same context with the child stream of that name.</summary>
    public FitContext Child(string name) => this with { Stream = Stream.Child(name) };

    /// <summary>The same context with the child stream of that number.</summary>
    public FitContext Child(long index) => this with { Stream = Stream.Child(index) };

    /// <summary>Reports progress of the current step.</summary>
    /// <param name="step">What is being done, in words a user knows.</param>
    /// <param name="fraction">How much of it is done, 0 to 1.</param>
    /// <param name="detail">A further word, such as the loss.</param>
    public void Report(string step, double fraction, string? detail = null)
    {
        Cancellation.ThrowIfCancellationRequested();
        Progress?.Report(new ProgressReport(step, fraction, detail));
    }

    /// <summary>Says that a search ended at its last allowed step without having settled.</summary>
    /// <param name="converged">Whether it settled: then nothing is said.</param>
    /// <param name="what">What was searched for, as the first words of a sentence.</param>
    public void Settled(bool converged, string what)
    {
        if (!converged)
        {
            Notices?.Add($"{what} had not converged when its steps ran out: it rests on the last step. Columns that tell the arms or the "
                + $"outcome's levels apart without fail make it so; a penalty (the option l2) or fewer columns mend it.");
        }
    }

    /// <summary>
    /// Runs <paramref name="body"/> for 0 … count − 1 on up to <see cref="Threads"/> threads and returns the results in
    /// order. Each call gets a one-threaded context with the child stream of its index, so results do not depend on threads.
    /// </summary>
    public T[] Map<T>(int count, Func<int, FitContext, T> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        T[] results = new T[count];
        if (Threads <= 1 || count <= 1)
        {
            for (int i = 0; i < count; i++)
            {
                Cancellation.ThrowIfCancellationRequested();
                results[i] = body(i, Child(i) with { Threads = count == 1 ? Threads : 1 });
            }

            return results;
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = Threads, CancellationToken = Cancellation };
        try
        {
            Parallel.For(0, count, options, i => results[i] = body(i, Child(i) with { Threads = 1 }));
        }
        catch (AggregateException e)
        {
            // An error made for the user says more than whatever else failed beside it.
            Exception first = e.Flatten().InnerExceptions.FirstOrDefault(x => x is CausalLoomException) ?? e.InnerExceptions[0];
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(first).Throw();
        }

        return results;
    }
}
