namespace CausalLoom.Data;

/// <summary>A column of the file that is not used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record LeftOutColumn(string Name, string Reason);
