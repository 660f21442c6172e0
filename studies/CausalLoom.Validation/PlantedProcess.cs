using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Validation;

/// <summary>
/// A process with known terms: X ~ N(0, I) in four columns and a coin, logit π = .5·x₁ + .5·(x₂² − 1), μ₀ = x₁ + .5·x₂ + .3·coin,
/// τ = 1 + x₁ + .5·(x₂² − 1), Y ~ N(μ, 1); and what can be planted in it.
/// </summary>
/// <param name="Name">What is planted.</param>
/// <param name="Shift">Added to x₁: τ rises by as much on average.</param>
/// <param name="Slope">The factor on the propensity's logit.</param>
/// <param name="Effect">Added to τ.</param>
/// <param name="Interaction">Times x₃, added to τ: no one's average changes.</param>
/// <param name="Noise">The residual SD.</param>
internal sealed record PlantedProcess(string Name, double Shift = 0, double Slope = 1, double Effect = 0, double Interaction = 0,
    double Noise = 1)
{
    /// <summary>What the study plants.</summary>
    public static IReadOnlyList<PlantedProcess> All { get; } =
    [
        new("nothing"),
        new("covariates", Shift: 0.3),
        new("assignment: randomised", Slope: 0),
        new("assignment: reversed", Slope: -1),
        new("outcome: effect", Effect: 0.5),
        new("outcome: interaction", Interaction: 0.7),
        new("outcome: half the noise", Noise: 0.5),
        new("covariates and effect, cancelling", Shift: 0.3, Effect: -0.3),
    ];

    /// <summary>The true covariate and contrast terms against the process with nothing planted.</summary>
    public (double Covariate, double Contrast) Terms => (Shift, Effect);

    /// <summary>E[δ²] over the unplanted covariates.</summary>
    public double Gap => (Effect * Effect) + (Interaction * Interaction);

    /// <summary>Rows and their exact effects.</summary>
    public (CausalData Rows, double[] Effects) Draw(int rows, RandomStream stream)
    {
        double[][] x = [.. Enumerable.Range(0, 4).Select(_ => new double[rows])];
        int[] coin = new int[rows], arms = new int[rows];
        double[] y = new double[rows], tau = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                x[j][i] = stream.NextNormal() + (j == 0 ? Shift : 0);
            }

            double bend = (x[1][i] * x[1][i]) - 1;
            coin[i] = stream.NextBernoulli(0.5) ? 1 : 0;
            arms[i] = stream.NextBernoulli(1 / (1 + Math.Exp(-Slope * 0.5 * (x[0][i] + bend)))) ? 1 : 0;
            tau[i] = 1 + x[0][i] + (0.5 * bend) + Effect + (Interaction * x[2][i]);
            y[i] = x[0][i] + (0.5 * x[1][i]) + (0.3 * coin[i]) + (arms[i] * tau[i]) + (Noise * stream.NextNormal());
        }

        Column[] columns = [.. x.Select((values, j) => new ContinuousColumn($"x{j + 1}", values)),
            new BinaryColumn("coin", coin, ["tails", "heads"]), new BinaryColumn("w", arms, ["0", "1"]), new ContinuousColumn("y", y)];
        return (CausalData.From(new Table(columns), "w", "y"), tau);
    }
}
