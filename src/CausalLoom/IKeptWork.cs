namespace CausalLoom;

/// <summary>Where long work keeps what it has done, by name, so that the same work goes on from there.</summary>
public interface IKeptWork
{
    /// <summary>
    /// The time until a training's first state, ms, which doubles with each up to half a minute. Results do not depend on it.
    /// </summary>
    int Interval { get; }

    /// <summary>What was kept under a name; null where nothing was, or it is damaged.</summary>
    byte[]? Read(string name);

    /// <summary>Keeps something; where that fails, the work goes on without.</summary>
    void Write(string name, ReadOnlySpan<byte> content);

    /// <summary>A text that was made before, or is made now and kept.</summary>
    /// <param name="name">Its name, of letters, digits and hyphens.</param>
    /// <param name="make">Makes it.</param>
    string Text(string name, Func<string> make);
}
