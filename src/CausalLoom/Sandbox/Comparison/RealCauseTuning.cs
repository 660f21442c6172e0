using System.Globalization;
using System.Text.Json.Nodes;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>RealCause's knobs with the two means that they turn about (<see cref="RealCauseStyle"/> has the equations).</summary>
/// <param name="Turned">The knobs.</param>
/// <param name="Logit">The mean of logit ê over the real rows.</param>
/// <param name="Effect">The mean of τ̂ over the real rows.</param>
internal sealed record RealCauseTuning(RealCauseKnobs Turned, double Logit, double Effect) : ITuning
{
    private const string Numbers = "realcause";

    /// <inheritdoc />
    public string Method => RealCauseStyle.Name;

    /// <inheritdoc />
    public bool Changes => true;

    /// <inheritdoc />
    public double[] Propensity(double[] fitted) =>
        Array.ConvertAll(fitted, p => LogisticRegression.Sigmoid(Logit + (Turned.OverlapScale * (Score(p) - Logit))));

    /// <inheritdoc />
    public (double[] Mu0, double[] Mu1) Means(double[] mu0, double[] mu1, OutcomeShape shape)
    {
        double[] first = new double[mu0.Length], second = new double[mu0.Length];
        for (int i = 0; i < first.Length; i++)
        {
            double effect = Turned.EffectScale * (Effect + (Turned.Heterogeneity * (mu1[i] - mu0[i] - Effect)));
            if (shape.IsBinary && Math.Abs(effect) > 1)
            {
                throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture, $"An effect scale of {Turned.EffectScale} makes "
                    + $"a risk difference of {effect:0.##}, which no probabilities have: make it smaller."));
            }

            first[i] = shape.IsBinary ? Math.Clamp(mu0[i], Math.Max(0, -effect), Math.Min(1, 1 - effect)) : mu0[i];
            second[i] = first[i] + effect;
        }

        return (first, second);
    }

    /// <inheritdoc />
    public JsonObject Knobs() =>
        new() { ["overlap_scale"] = Turned.OverlapScale, ["effect_scale"] = Turned.EffectScale, ["heterogeneity"] = Turned.Heterogeneity };

    /// <inheritdoc />
    public void Write(ModelState state) =>
        StateReader.Put(state, Numbers, [Turned.OverlapScale, Turned.EffectScale, Turned.Heterogeneity, Logit, Effect]);

    /// <summary>Reads it.</summary>
    /// <exception cref="CausalLoomException">It is damaged.</exception>
    public static RealCauseTuning Read(ModelState state)
    {
        double[] saved = state.Doubles(Numbers, 5);
        RealCauseKnobs knobs = new() { OverlapScale = saved[0], EffectScale = saved[1], Heterogeneity = saved[2] };
        return knobs.Complaint() is null && double.IsFinite(saved[3]) && double.IsFinite(saved[4])
            ? new RealCauseTuning(knobs, saved[3], saved[4]) : throw StateReader.Damaged(Numbers);
    }

    /// <summary>logit p; a propensity of 0 or 1 has no odds.</summary>
    internal static double Score(double p) => LogisticRegression.Logit(Math.Clamp(p, 1e-6, 1 - 1e-6));
}
