using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CausalLoom.Synthesis;

/// <summary>What a fit of <see cref="HybridSynthesizer"/> says of itself. Saved with the model and written to `--json`.</summary>
/// <param name="Rows">The real rows that mechanisms and target were learnt from.</param>
/// <param name="Assignment">`estimated`, `known` or `randomized`.</param>
/// <param name="Target">The doubly robust estimate.</param>
/// <param name="Targeted">Whether the means were moved to it.</param>
/// <param name="Shift">By how much, in logits for two levels and in units of the outcome otherwise; zero where untargeted.</param>
/// <param name="PsiReal">The mean of the model's Δ̂ over the real rows.</param>
/// <param name="ContrastTerm">That less the doubly robust estimate: 0 but for rounding where targeted.</param>
/// <param name="ContrastTermBefore">The same before the means were moved.</param>
/// <param name="CovariateTerm">What the generator does to the effect; null where no pool was drawn.</param>
/// <param name="Copying">Distances against a holdout; null without one or without a pool.</param>
public sealed record HybridReport(
    int Rows,
    string Assignment,
    HybridTarget Target,
    bool Targeted,
    HybridShift Shift,
    double PsiReal,
    double ContrastTerm,
    double ContrastTermBefore,
    HybridCovariateTerm? CovariateTerm,
    HybridCopying? Copying)
{
    /// <summary>The levels after the first against the reference; null with two arms.</summary>
    public IReadOnlyList<HybridContrast>? Others { get; init; }

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The report with snake_case keys; what is null is left out.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, Options)!.AsObject();

    /// <summary>The report that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="CausalLoomException">It is none.</exception>
    public static HybridReport FromJson(JsonNode? json)
    {
        try
        {
            HybridReport? report = json.Deserialize<HybridReport>(Options);
            return report is { Target: not null, Shift: not null, Assignment: not null } ? report : throw Damaged(null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Damaged(e);
        }
    }

    private static CausalLoomException Damaged(Exception? inner)
    {
        const string message = "The model file is damaged: its 'report' is absent or does not fit. Fit the model again.";
        return inner is null ? new CausalLoomException(message) : new CausalLoomException(message, inner);
    }
}
