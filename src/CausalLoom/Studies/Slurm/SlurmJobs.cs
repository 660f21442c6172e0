using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Io;

namespace CausalLoom.Studies.Slurm;

/// <summary>The jobs of a study that were submitted last.</summary>
/// <param name="Array">The array's number, with `;CLUSTER` where sbatch gave one.</param>
/// <param name="Merge">The merge job's number; null where it was not submitted.</param>
public sealed record SlurmJobs(string Array, string? Merge)
{
    /// <summary>Reads `jobs.json`; null where there is none or it is no such file.</summary>
    public static SlurmJobs? Read(SlurmPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        try
        {
            JsonNode? json = JsonNode.Parse(File.ReadAllText(PathOf(plan)));
            return (string?)json?["array"] is { Length: > 0 } array ? new SlurmJobs(array, (string?)json["merge"]) : null;
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Writes `jobs.json`.</summary>
    public void Write(SlurmPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        JsonObject json = new() { ["array"] = Array, ["merge"] = Merge };
        AtomicFile.WriteText(PathOf(plan), json.ToJsonString() + "\n");
    }

    /// <summary>A job's number without the cluster.</summary>
    public static string Number(string job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Split(';')[0];
    }

    /// <summary>The cluster that is named with a job, or null.</summary>
    public static string? Cluster(string job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Split(';') is [_, { Length: > 0 } cluster, ..] ? cluster : null;
    }

    private static string PathOf(SlurmPlan plan) => Path.Combine(plan.Folder, "jobs.json");
}
