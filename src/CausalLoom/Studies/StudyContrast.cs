namespace CausalLoom.Studies;

/// <summary>Two treatment levels that a study sets against each other, as the data name them.</summary>
/// <param name="Level">The level.</param>
/// <param name="Reference">What it is held against.</param>
public sealed record StudyContrast(string Level, string Reference)
{
    /// <summary>What results call it.</summary>
    public string Name => $"{Level} vs {Reference}";
}
