namespace CausalLoom.Estimation.Average;

/// <summary>A difference of level means by AIPW with linear nuisances, beside that with others.</summary>
/// <param name="Estimate">By linear nuisances.</param>
/// <param name="Se">Its standard error.</param>
/// <param name="Difference">AIPW with the others less it.</param>
/// <param name="DifferenceSe">The standard error of that, from the influence of each row on both.</param>
/// <param name="OwnSe">The standard error with the others.</param>
public sealed record LinearEffect(double Estimate, double Se, double Difference, double DifferenceSe, double OwnSe);
