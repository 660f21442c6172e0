namespace CausalLoom.Expressions;

/// <summary>Where an expression finds what is not in its text: in a table, in real data, or in a saved model when it is loaded.</summary>
internal interface IExpressionScope
{
    /// <summary>The names of all functions it may call, as messages list them.</summary>
    IReadOnlyList<string> Functions { get; }

    /// <summary>The column of that name.</summary>
    /// <exception cref="CausalLoomException">There is none, or the expression may not see it.</exception>
    ExpressionColumn Column(NameNode name);

    /// <summary>Whether there is a column of that name.</summary>
    bool Has(string name);

    /// <summary>Whether text may be compared with a level that the column does not have; then no row has it.</summary>
    bool AnyLevel => false;

    /// <summary>A number that is the same for all rows because some rows decide it once and for all, such as a mean.</summary>
    /// <param name="part">The part of the expression that it is the value of.</param>
    /// <param name="arguments">What it is computed of.</param>
    /// <param name="statistic">How, from the arguments' values at those rows.</param>
    double Frozen(CallNode part, ExpressionProgram[] arguments, Func<double[][], double> statistic);

    /// <summary>Appends the steps of a function of this scope's own; false where there is none of that name.</summary>
    bool Emit(CallNode call, ExpressionSource source, ExpressionBinder binder);
}
