namespace CausalLoom.Synthesis;

/// <summary>Potential outcomes of rows and the means of the laws they were drawn from; all [level][row].</summary>
/// <param name="Mu">E[Y(w) | x].</param>
/// <param name="Y">Y(w).</param>
public readonly record struct OutcomeDraw(double[][] Mu, double[][] Y)
{
    /// <summary>The outcome of each row under its own level.</summary>
    public double[] Observed(int[] levels)
    {
        double[][] y = Y;
        return [.. levels.Select((w, i) => y[w][i])];
    }
}
