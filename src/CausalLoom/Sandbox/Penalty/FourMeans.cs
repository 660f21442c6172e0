namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// The four means of each row of a batch in one array (docs/methods/sandbox-penalty.md): m_a(x, t) is the mean of Y(a) of a row in arm t;
/// m₀(x, 0), m₁(x, 0), m₀(x, 1), m₁(x, 1) stand side by side, [row × arm × potential outcome].
/// </summary>
internal static class FourMeans
{
    /// <summary>An array for so many rows.</summary>
    public static double[] Array(int rows) => new double[4 * rows];

    /// <summary>The place of m_a(x, t).</summary>
    /// <param name="row">The row of the batch.</param>
    /// <param name="potential">a: whose potential outcome.</param>
    /// <param name="arm">t: the arm that the row is in.</param>
    public static int Place(int row, int potential, int arm) => (4 * row) + (2 * arm) + potential;
}
