using CausalLoom.Studies;

namespace CausalLoom.Jobs;

/// <summary>What is left of a simulation study, or of one shard of it. The seed is in the study's file.</summary>
public sealed record StudyJob
{
    /// <summary>The study file.</summary>
    public required string File { get; init; }

    /// <summary>The study's folder; made if it is not there, gone on with if it is.</summary>
    public required string Folder { get; init; }

    /// <summary>Which units of work.</summary>
    public StudyShard Shard { get; init; } = StudyShard.Whole;

    /// <summary>Does the units that are not done. Where it is cancelled, finished units are kept.</summary>
    /// <exception cref="CausalLoomException">The study cannot be read, the folder is another study's, or a source cannot be
    /// opened.</exception>
    public StudyResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Begin("reading the study");
        StudyFolder study = StudyFolder.Create(Folder, File, context.Catalogues);
        string inputs = Path.GetDirectoryName(Path.GetFullPath(File))!;
        int done = StudyRunner.Run(study, inputs, Shard, context.Seeded(study.Study.Seed),
            warning => context.Say(JobMessageKind.Warning, warning));
        context.Begin("writing results");
        return new StudyResult(study, done, study.Plan.Of(Shard).Count - done,
            Shard == StudyShard.Whole ? StudySummary.Write(study) : StudySummary.Of(study));
    }
}
