namespace CausalLoom.Sandbox;

/// <summary>How penalty mode measures what is off, with weights set by hand.</summary>
public enum SandboxControl
{
    /// <summary>Huber's loss.</summary>
    Huber,

    /// <summary>Squared error.</summary>
    Mse,
}
