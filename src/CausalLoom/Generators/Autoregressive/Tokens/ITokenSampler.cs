using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>Draws rows of tokens one column after the other.</summary>
internal interface ITokenSampler
{
    /// <summary>The orders of generation.</summary>
    TokenOrders Orders { get; }

    /// <summary>Draws what is not given of rows, in one of the orders but what is given first.</summary>
    /// <param name="rows">Completed in place.</param>
    /// <param name="order">The order.</param>
    /// <param name="calibrated">Whether the order's factors apply: they are for rows of which nothing was given.</param>
    /// <param name="stream">Where the draws come from.</param>
    void Complete(TokenRows rows, int order, bool calibrated, RandomStream stream);
}
