using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Io;

namespace CausalLoom.Studies;

/// <summary>What a study estimates: whose average effect, and of which two levels.</summary>
/// <param name="Estimand">Whose.</param>
/// <param name="Contrast">Which levels; null: the two there are, the later against the reference.</param>
public readonly record struct StudyTarget(Estimand Estimand, StudyContrast? Contrast = null)
{
    /// <summary>What results call it: `ate`, or `ate high vs control`.</summary>
    public string Name => Contrast is { } contrast ? $"{Estimand.Name()} {contrast.Name}" : Estimand.Name();

    /// <summary>The average effect of the only two levels there are.</summary>
    public static implicit operator StudyTarget(Estimand estimand) => FromEstimand(estimand);

    /// <summary>The average effect of the only two levels there are.</summary>
    public static StudyTarget FromEstimand(Estimand estimand) => new(estimand);

    /// <summary>The levels' places among those of a treatment.</summary>
    /// <param name="levels">The treatment's levels.</param>
    /// <exception cref="CausalLoomException">A level is not there, or there are more than two and none is named.</exception>
    internal Contrast In(IReadOnlyList<string> levels)
    {
        if (Contrast is not { } contrast)
        {
            return levels.Count == 2 ? new Contrast(1, 0) : throw new CausalLoomException($"the treatment has {levels.Count} levels "
                + $"({CellText.List([.. levels])}): say which are compared, as in ‹contrasts [[{levels[1]}, {levels[0]}]]›.");
        }

        return new Contrast(Place(contrast.Level), Place(contrast.Reference));

        int Place(string level)
        {
            int place = levels.ToList().IndexOf(level);
            return place >= 0 ? place : throw new CausalLoomException($"the treatment has no level {CellText.Show(level)}."
                + $"{Suggestion.For(level, [.. levels])} Its levels are: {CellText.List([.. levels])}.");
        }
    }
}
