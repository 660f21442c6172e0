namespace CausalLoom.Numerics.Neural;

/// <summary>What has a state that work goes on from.</summary>
public interface IResumable
{
    /// <summary>Writes all that changes while it is used, or reads it back.</summary>
    /// <exception cref="InvalidDataException">What is read is the state of something else.</exception>
    void Exchange(StateExchange state);
}
