namespace CausalLoom.Generators.Text.Rows;

/// <summary>
/// A state while a value is being written token by token: which tokens may follow, and whether the value may end here. Followers
/// are found when they are first asked for.
/// </summary>
/// <param name="expand">Finds the followers.</param>
internal sealed class ValueNode(Func<ValueNode, IEnumerable<(int Token, ValueNode Node)>>? expand)
{
    private (int Token, ValueNode Node)[]? _followers;

    /// <summary>Whether the value may end here.</summary>
    internal bool Complete { get; set; }

    /// <summary>What is added to the logits of the followers, in their order, or null for nothing.</summary>
    internal double[]? Offsets { get; set; }

    /// <summary>The code of the value that ends here.</summary>
    internal long Code { get; set; }

    /// <summary>The tokens that may follow, and where they lead.</summary>
    internal (int Token, ValueNode Node)[] Followers => _followers ??= expand is null ? [] : [.. expand(this)];
}
