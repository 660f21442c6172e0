using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Expressions;

/// <summary>An expression's text and whose it is: every error about it is made here, so that all look alike.</summary>
internal sealed record ExpressionSource(string Name, string Text)
{
    private const int Shown = 32;

    /// <summary>One line: whose expression, the expression, what is wrong, at which character, what stands there, what to do.</summary>
    /// <param name="start">Where, in UTF-16 units from 0.</param>
    /// <param name="end">Up to where.</param>
    /// <param name="problem">What is wrong, so that " at character 3" can follow.</param>
    /// <param name="advice">What to do, or empty.</param>
    public CausalLoomException Error(int start, int end, string problem, string advice = "")
    {
        int character = ExpressionProblem.Runes(Text, 0, start) + 1;
        string place = start >= Text.Length ? "(the end)" : $"(here: »{Here(start, end)}«)";
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}: {CellText.Show(Text)}: {problem} at character {character} "
                + $"{place}{(advice.Length == 0 ? "." : $"; {advice}{(advice[^1] == '?' ? "" : ".")}")}");
        return new ExpressionProblem(Name, Text, start, end - start, problem).AsException(message);
    }

    /// <summary>As <see cref="Error(int, int, string, string)"/>, about a part of the tree.</summary>
    public CausalLoomException Error(ExpressionNode node, string problem, string advice = "") =>
        Error(node.Start, node.End, problem, advice);

    /// <summary>A part of the expression as the user wrote it, short and on one line.</summary>
    public string Part(int start, int end) => Here(start, end);

    private string Here(int start, int end)
    {
        int stop = Math.Min(end, start + Shown);
        if (stop < Text.Length && stop > start && char.IsHighSurrogate(Text[stop - 1]))
        {
            stop++;
        }

        string shown = CellText.Show(Text[start..stop])[1..^1];
        return stop < end ? shown + "…" : shown;
    }
}
