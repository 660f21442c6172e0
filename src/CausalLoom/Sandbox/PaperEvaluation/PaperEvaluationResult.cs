using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>The paper's evaluation of one fitted sandbox, or of several fitted from other seeds.</summary>
/// <param name="Models">How many fits; with several, means and standard deviations are over them.</param>
/// <param name="Draws">Draws of each fit.</param>
/// <param name="Rows">Rows of each draw.</param>
/// <param name="Figures">All rows of the table, in its order.</param>
public sealed record PaperEvaluationResult(int Models, int Draws, int Rows, IReadOnlyList<PaperFigure> Figures)
{
    /// <summary>The version of the definitions; it changes when one of them does.</summary>
    public const int Version = 1;

    /// <summary>The figure of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public PaperFigure this[string key] => Figures.FirstOrDefault(f => f.Key == key) ?? throw new KeyNotFoundException(key);

    /// <summary>As JSON: `{version, models, draws, rows, figures: {key: {label, form, mean, sd[, skipped]}}}`.</summary>
    public JsonObject ToJson()
    {
        JsonObject figures = [];
        foreach (PaperFigure figure in Figures)
        {
            figures[figure.Key] = figure.ToJson();
        }

        return new JsonObject { ["version"] = Version, ["models"] = Models, ["draws"] = Draws, ["rows"] = Rows, ["figures"] = figures };
    }
}
