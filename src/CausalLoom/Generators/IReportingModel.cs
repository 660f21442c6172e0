using System.Text.Json.Nodes;

namespace CausalLoom.Generators;

/// <summary>A fitted generator with something to tell beside its rows: invalid rows refused, requests made, what they cost.</summary>
public interface IReportingModel : ITabularModel
{
    /// <summary>Counts and rates of the fit and of all draws so far, by snake_case names; no times of a clock.</summary>
    JsonObject Facts { get; }
}
