namespace CausalLoom.Synthesis;

/// <summary>Potential outcomes of rows and the means of the laws they were drawn from; all [row].</summary>
/// <param name="Mu0">E[Y(0) | x].</param>
/// <param name="Mu1">E[Y(1) | x].</param>
/// <param name="Y0">Y(0).</param>
/// <param name="Y1">Y(1).</param>
public readonly record struct OutcomeDraw(double[] Mu0, double[] Mu1, double[] Y0, double[] Y1);
