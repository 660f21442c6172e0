using System.Text.Json.Nodes;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>The treated arm's means moved by one number on the link (<see cref="MarginalEffect"/>).</summary>
/// <param name="Target">The average effect wanted.</param>
/// <param name="Shift">The number: in logits for an outcome with two levels, else in units of the outcome.</param>
internal sealed record MarginalTuning(double Target, double Shift) : ITuning
{
    private const string Numbers = "marginal";

    /// <inheritdoc />
    public string Method => MarginalEffect.Name;

    /// <inheritdoc />
    public bool Changes => true;

    /// <inheritdoc />
    public double[] Propensity(double[] fitted) => fitted;

    /// <inheritdoc />
    public (double[] Mu0, double[] Mu1) Means(double[] mu0, double[] mu1, OutcomeShape shape) =>
        (mu0, HybridShift.Move(mu1, Shift, shape, clamp: false));

    /// <inheritdoc />
    public JsonObject Knobs() => new() { ["average_effect"] = Target, ["shift"] = Shift };

    /// <inheritdoc />
    public void Write(ModelState state) => StateReader.Put(state, Numbers, [Target, Shift]);

    /// <summary>Reads it.</summary>
    /// <exception cref="CausalLoomException">It is damaged.</exception>
    public static MarginalTuning Read(ModelState state)
    {
        double[] saved = state.Doubles(Numbers, 2);
        return saved.All(double.IsFinite) ? new MarginalTuning(saved[0], saved[1]) : throw StateReader.Damaged(Numbers);
    }
}
