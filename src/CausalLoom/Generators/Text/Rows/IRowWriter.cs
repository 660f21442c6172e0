namespace CausalLoom.Generators.Text.Rows;

/// <summary>One row being written token by token.</summary>
internal interface IRowWriter
{
    /// <summary>Whether the next token is to be drawn from the model.</summary>
    bool NeedsLogits { get; }

    /// <summary>Whether the row is at its end.</summary>
    bool Done { get; }

    /// <summary>The cells of a row at its end, or null where they are no proper row.</summary>
    long[]? Codes { get; }

    /// <summary>The next token.</summary>
    /// <param name="logits">The model's logits, where they are needed.</param>
    int Next(ReadOnlySpan<float> logits);
}
