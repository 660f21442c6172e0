namespace CausalLoom.Generators;

/// <summary>A generator whose models send rows of the data to a server when they draw.</summary>
public interface IServedGenerator : ITabularGenerator
{
    /// <summary>One line that says what is sent where, for the user to read before anything is drawn.</summary>
    string Warning { get; }
}
