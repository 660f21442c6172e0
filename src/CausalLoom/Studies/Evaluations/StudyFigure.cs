namespace CausalLoom.Studies.Evaluations;

/// <summary>A figure that an evaluation gives of each fit.</summary>
/// <param name="Key">Its name in results.</param>
/// <param name="Label">What it is, in words.</param>
/// <param name="IsCheck">Whether it is 1 where something passed and 0 where it did not, so that its mean over fits is a share.</param>
public sealed record StudyFigure(string Key, string Label, bool IsCheck = false);
