namespace CausalLoom.Evaluation;

/// <summary>How much of a side's rows speak of effects, by its cross-fitted propensities g (clipped to [.01, .99]).</summary>
/// <param name="PropensityVariance">E[g(1 − g)], at most ¼: the weight with which prediction loss sees an error in the effect.</param>
/// <param name="ShareOfQuarter">The same over ¼, what a trial with even arms has.</param>
/// <param name="Overlap">The share of rows with g in [.05, .95].</param>
/// <param name="EssControl">Kish's effective size (Σw)²/Σw² of the control arm under inverse-probability weights, in rows.</param>
/// <param name="EssTreated">The same of the treated arm.</param>
/// <param name="EssControlShare">Over the arm's rows.</param>
/// <param name="EssTreatedShare">Over the arm's rows.</param>
public sealed record SignalSide(
    double PropensityVariance,
    double ShareOfQuarter,
    double Overlap,
    double EssControl,
    double EssTreated,
    double EssControlShare,
    double EssTreatedShare);
