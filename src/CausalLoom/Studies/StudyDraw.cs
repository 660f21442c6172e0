using CausalLoom.Data;

namespace CausalLoom.Studies;

/// <summary>The data of one replicate.</summary>
/// <param name="Data">Its rows.</param>
/// <param name="Groups">Copies of one row have one number; null: every row is its own.</param>
public sealed record StudyDraw(CausalData Data, int[]? Groups);
