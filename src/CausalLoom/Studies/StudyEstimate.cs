namespace CausalLoom.Studies;

/// <summary>One estimate in one replicate.</summary>
/// <param name="Estimate">The estimate.</param>
/// <param name="Se">Its standard error.</param>
/// <param name="Lower">The lower end of its 95 % interval.</param>
/// <param name="Upper">The upper end of its 95 % interval.</param>
public readonly record struct StudyEstimate(double Estimate, double Se, double Lower, double Upper);
