using System.Text.Json.Nodes;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>One figure of the paper's evaluation.</summary>
/// <param name="Key">Its name in JSON.</param>
/// <param name="Label">Its name in words.</param>
/// <param name="Form">Which definition.</param>
/// <param name="Mean">The mean over draws, or over training seeds; NaN where there is none.</param>
/// <param name="Sd">The standard deviation over draws, or over training seeds; NaN where there is but one.</param>
/// <param name="Skipped">Why there is none, or null.</param>
public sealed record PaperFigure(string Key, string Label, PaperForm Form, double Mean, double Sd, string? Skipped)
{
    /// <summary>As JSON.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["label"] = Label,
            ["form"] = Form switch { PaperForm.Same => "same", PaperForm.Sound => "sound", _ => "as_coded" },
            ["mean"] = JsonNumber.Of(Mean),
            ["sd"] = JsonNumber.Of(Sd),
        };
        if (Skipped is not null)
        {
            json["skipped"] = Skipped;
        }

        return json;
    }
}
