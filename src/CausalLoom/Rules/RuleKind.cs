namespace CausalLoom.Rules;

/// <summary>What a rule says, as far as its text shows it.</summary>
public enum RuleKind
{
    /// <summary>One column never exceeds another: <c>start &lt;= end</c>.</summary>
    Order,

    /// <summary>A column is the sum or difference of others, or the same as another: <c>total == a + b</c>.</summary>
    Sum,

    /// <summary>A column is the product or ratio of two others: <c>cost == price * count</c>.</summary>
    Product,

    /// <summary>A level says on which side of a limit a number lies: <c>(old == "yes") == (age &gt;= 65)</c>.</summary>
    Flag,

    /// <summary>What is so of one column implies something of another: <c>smoker != "no" | cigs == 0</c>.</summary>
    Implication,

    /// <summary>A column takes some values only: <c>dose %in% c(0, 5, 20)</c>.</summary>
    Values,

    /// <summary>A column moves in steps: <c>y %% 5 == 0</c>.</summary>
    Step,

    /// <summary>Any other condition on a row.</summary>
    Other,
}
