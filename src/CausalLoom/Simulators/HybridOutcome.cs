using static System.Math;

namespace CausalLoom.Simulators;

/// <summary>η₀ and τ of <see cref="HybridSimulator"/> on the logit scale; w[1] is W1.</summary>
internal static class HybridOutcome
{
    public static (double Eta, double Tau) Six(double[] w)
    {
        double eta = -0.5 + (0.5 * w[1]) + w[2] - w[3] + (0.2 * w[4]) - (0.3 * w[5]) + (0.1 * w[6]);
        double tau = 2 + (0.5 * Sin(w[1])) + (0.3 * Log(Abs(w[2]) + 1)) - (0.2 * w[3] * w[3]) + (0.1 * Exp(w[4])) - (0.3 * Tanh(w[5])) + (
            0.2 * Cos(w[6]));
        return (eta, tau);
    }

    public static (double Eta, double Tau) Twenty(double[] w)
    {
        double clipped = Clamp(w[11], -3, 3);
        double eta = -0.8 + (0.35 * w[1]) - (0.45 * w[2]) + (0.5 * w[3]) + (0.4 * Sin(w[4])) - (0.35 * Tanh(w[5])) + (0.25 * w[6]) + (
            0.45 * Sin(w[7])) - (0.4 * Cos(w[8]))
            + (0.35 * w[9]) - (0.35 * w[10]) + (0.3 * clipped * clipped) - (0.3 * Abs(w[12])) + (0.35 * w[13] * w[14]) - (0.25 * w[15]) + (
                0.3 * w[4] * w[9]) - (0.25 * w[7] * w[10]) + (0.2 * w[11] * w[15]);
        double tau = 1.8 + (0.35 * w[1]) - (0.25 * w[2]) + (0.3 * w[3]) + (0.3 * Sin(w[4])) - (0.25 * Tanh(w[5])) + (0.2 * Cos(w[6])) + (
            0.35 * Tanh(w[7])) - (0.3 * Sin(w[8]))
            + (0.25 * w[9]) - (0.25 * w[10]) + (0.2 * Cos(w[11])) + (0.2 * w[12] * w[13]) - (0.2 * Abs(w[14])) + (0.25 * w[15]) + (
                0.2 * w[7] * w[10]) - (0.15 * w[11] * w[15]);
        return (eta, tau);
    }
}
