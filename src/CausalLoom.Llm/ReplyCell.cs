namespace CausalLoom.Llm;

/// <summary>One checked cell of a reply, in the form that its column's type needs.</summary>
/// <param name="Number">The value of a continuous column.</param>
/// <param name="Whole">The value of an integer column.</param>
/// <param name="Code">The level's code in a discrete column.</param>
/// <param name="Missing">Whether the value is missing; the others then mean nothing.</param>
internal readonly record struct ReplyCell(double Number, long Whole, int Code, bool Missing)
{
    public static ReplyCell Gone => new(double.NaN, 0, -1, true);
}
