namespace CausalLoom.Overlap.Agreement;

/// <summary>What a look at donors and data says of one law of outcomes in both.</summary>
public enum AgreementVerdict
{
    /// <summary>No difference was found. Small ones remain possible, and any where the data have no rows.</summary>
    Agree,

    /// <summary>They differ.</summary>
    Differ,

    /// <summary>Too few rows of both lie side by side.</summary>
    CannotTell,

    /// <summary>The donors' outcomes are not used.</summary>
    NotUsed,
}
