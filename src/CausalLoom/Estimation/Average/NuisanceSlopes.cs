namespace CausalLoom.Estimation.Average;

/// <summary>
/// How level means ψ_w move with the nuisances of each row: ∂ψ_w/∂μ_w(xᵢ) and ∂ψ_w/∂η_l(xᵢ), with g_k = e^η_k / Σ e^η.
/// </summary>
/// <param name="Means">[K][n]; null: not at all.</param>
/// <param name="Logits">[K][K − 1][n], of the levels 1 … K − 1.</param>
internal sealed record NuisanceSlopes(double[][]? Means, double[][][] Logits)
{
    /// <summary>How they move with Y of each row itself, nuisances held fixed, [K][n]; null: not at all.</summary>
    internal double[][]? Outcomes { get; init; }

    /// <summary>Of ψ_w = Σ s [t μ_w + b_w 1(W = w)(Y − μ_w)] / Σ s t, with t the tilt.</summary>
    internal static NuisanceSlopes OfAugmented(ScoreInput input, Population population, LevelMeans means)
    {
        double[][] g = input.Propensity;
        double[] tilts = [.. Enumerable.Range(0, input.Rows).Select(i => input.Weights[i] * population.Tilt(g, i, input.Treatment[i]))];
        double total = tilts.Sum();
        return new NuisanceSlopes(
            ByRow(input, (level, i) => (tilts[i] - (Of(input, i, level) * population.Balancing(g, i, level))) / total),
            ByLogit(input, (level, logit, i) => ((input.Weights[i] * population.TiltSlope(g, i, input.Treatment[i], logit)
                * (input.Mu[level][i] - means.Mean[level])) + (Of(input, i, level) * population.BalancingSlope(g, i, level, logit)
                * (input.Outcome[i] - input.Mu[level][i]))) / total))
        {
            Outcomes = ByRow(input, (level, i) => Of(input, i, level) * population.Balancing(g, i, level) / total),
        };
    }

    /// <summary>Of ψ_w = Σ s h μ_w / Σ s h.</summary>
    internal static NuisanceSlopes OfRegression(ScoreInput input, Population population, LevelMeans means)
    {
        double[][] g = input.Propensity;
        double[] shares = [.. Enumerable.Range(0, input.Rows).Select(i => input.Weights[i] * population.Share(g, i, input.Treatment[i]))];
        double total = shares.Sum();
        return new NuisanceSlopes(
            ByRow(input, (_, i) => shares[i] / total),
            ByLogit(input, (level, logit, i) =>
                input.Weights[i] * population.ShareSlope(g, i, logit) * (input.Mu[level][i] - means.Mean[level]) / total));
    }

    /// <summary>Of ψ_w = Σ s b_w 1(W = w) Y / Σ s b_w 1(W = w).</summary>
    internal static NuisanceSlopes OfWeighting(ScoreInput input, Population population, LevelMeans means)
    {
        double[][] g = input.Propensity;
        double[] totals = new double[input.Levels];
        for (int i = 0; i < input.Rows; i++)
        {
            totals[input.Treatment[i]] += input.Weights[i] * population.Balancing(g, i, input.Treatment[i]);
        }

        return new NuisanceSlopes(null, ByLogit(input, (level, logit, i) => Of(input, i, level)
            * population.BalancingSlope(g, i, level, logit) * (input.Outcome[i] - means.Mean[level]) / totals[level]));
    }

    // s 1(W = w).
    private static double Of(ScoreInput input, int row, int level) => input.Treatment[row] == level ? input.Weights[row] : 0;

    private static double[][] ByRow(ScoreInput input, Func<int, int, double> slope) => [.. Enumerable.Range(0, input.Levels)
        .Select(level => (double[])[.. Enumerable.Range(0, input.Rows).Select(i => slope(level, i))])];

    private static double[][][] ByLogit(ScoreInput input, Func<int, int, int, double> slope) => [.. Enumerable.Range(0, input.Levels)
        .Select(level => (double[][])[.. Enumerable.Range(1, input.Levels - 1).Select(logit =>
            (double[])[.. Enumerable.Range(0, input.Rows).Select(i => slope(level, logit, i))])])];
}
