using CausalLoom.Studies;

namespace CausalLoom.Jobs;

/// <summary>A study, or what of it is done.</summary>
/// <param name="Study">The study and its folder.</param>
/// <param name="DoneNow">How many units of work were done now.</param>
/// <param name="DoneBefore">How many of the shard were done before.</param>
/// <param name="Done">What all finished units say.</param>
public sealed record StudyResult(StudyFolder Study, int DoneNow, int DoneBefore, StudySummary Done) : IJobResult
{
    /// <summary>`summary.json`.</summary>
    public string Json() => JobJson.Text(Done.ToJson());

    /// <summary>Tables of the estimates and the evaluations.</summary>
    public string Summary() => StudySummaryText.Of(Done);
}
