using System.Text.Json.Nodes;
using CausalLoom.Models;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>Nothing is changed.</summary>
internal sealed record PlasmodeTuning : ITuning
{
    /// <inheritdoc />
    public string Method => Plasmode.Name;

    /// <inheritdoc />
    public bool Changes => false;

    /// <inheritdoc />
    public double[] Propensity(double[] fitted) => fitted;

    /// <inheritdoc />
    public (double[] Mu0, double[] Mu1) Means(double[] mu0, double[] mu1, OutcomeShape shape) => (mu0, mu1);

    /// <inheritdoc />
    public JsonObject Knobs() => [];

    /// <inheritdoc />
    public void Write(ModelState state)
    {
    }
}
