using CausalLoom.Data;

namespace CausalLoom.Studies;

/// <summary>The data of one replicate.</summary>
/// <param name="Data">Its rows.</param>
/// <param name="Groups">Copies of one row, or of one cluster, have one number; null: there are no copies.</param>
public sealed record StudyDraw(CausalData Data, int[]? Groups);
