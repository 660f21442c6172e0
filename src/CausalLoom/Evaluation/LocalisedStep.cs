namespace CausalLoom.Evaluation;

/// <summary>One of the nested two-sample tests: what telling the sides apart gains by one more part of the data.</summary>
/// <param name="Auc">AUC of cross-fitted boosted trees that tell synthetic from real rows by this part and those before it; ½: they
/// cannot.</param>
/// <param name="AucCi">Its 95 % interval (DeLong).</param>
/// <param name="Complement">1 − 2·|AUC − ½|; 1 is best.</param>
/// <param name="NestedPValue">One-sided p-value of AUC &gt; ½.</param>
/// <param name="Increment">AUC less that of the parts before (½ before the first).</param>
/// <param name="IncrementCi">Its 95 % interval (DeLong, paired).</param>
/// <param name="PValue">p-value of the test that this part is the same on both sides given the parts before it.</param>
public sealed record LocalisedStep(double Auc, double[] AucCi, double Complement, double NestedPValue, double Increment,
    double[] IncrementCi, double PValue);
