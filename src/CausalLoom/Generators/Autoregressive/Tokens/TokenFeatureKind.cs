namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>How a known token enters a network.</summary>
internal enum TokenFeatureKind
{
    /// <summary>Not at all: the column has one token.</summary>
    None,

    /// <summary>A weight row for each token.</summary>
    OneHot,

    /// <summary>Fixed numbers.</summary>
    Dense,

    /// <summary>A learned vector for each token.</summary>
    Embedded,
}
