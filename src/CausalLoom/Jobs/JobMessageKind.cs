namespace CausalLoom.Jobs;

/// <summary>How much a message matters.</summary>
public enum JobMessageKind
{
    /// <summary>Worth knowing of the data or the method.</summary>
    Note,

    /// <summary>Changes numbers or deserves a look.</summary>
    Warning,

    /// <summary>What the job found out on its way, such as the price of a request.</summary>
    Finding,

    /// <summary>To be said whatever a person asked to be spared: rows of the data leave this machine.</summary>
    Alert,
}
