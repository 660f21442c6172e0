namespace CausalLoom.Jobs;

/// <summary>Someone who watches a job; called by one thread at a time but for <see cref="IProgress{T}.Report"/>.</summary>
public interface IJobListener : IProgress<ProgressReport>
{
    /// <summary>A step begins: what it is doing, such as "reading trial.csv". Where the job fails, this is what failed.</summary>
    void Begin(string step);

    /// <summary>The job has something to say to a person.</summary>
    void Say(JobMessage message);
}
