namespace CausalLoom.Overlap.Agreement;

/// <summary>What was compared in one arm.</summary>
/// <param name="Arm">The arm's name.</param>
/// <param name="DataRows">Rows of the data that have donors of that arm about them.</param>
/// <param name="DonorRows">Donors that were compared with them.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Largest">The largest difference, whether beyond chance or not; null where none could be looked for.</param>
public sealed record ArmAgreement(string Arm, int DataRows, int DonorRows, AgreementVerdict Verdict, Disagreement? Largest);
