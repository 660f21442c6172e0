using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Methods;

namespace CausalLoom.Studies;

/// <summary>A data source as the study file describes it.</summary>
/// <param name="Name">Its name in results.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Target">The simulator's name, the other source's name, or the file as the study names it.</param>
public sealed record StudySourceSpec(string Name, StudySourceKind Kind, string Target)
{
    /// <summary>A simulator's settings, `name=value` each.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The roles of a CSV file's columns.</summary>
    public LoadOptions Roles { get; init; } = new();

    /// <summary>Whether rows of a bootstrap are drawn with replacement.</summary>
    public bool Replace { get; init; } = true;

    /// <summary>The column of a bootstrap whose rows are drawn together, cluster by cluster; null: as the schema says, else none.</summary>
    public string? Cluster { get; init; }

    /// <summary>The column of a bootstrap's sampling weights; null: as the schema says, else none.</summary>
    public string? Weights { get; init; }

    /// <summary>The sample sizes of this source; null: the study's.</summary>
    public IReadOnlyList<int>? Sizes { get; init; }

    /// <summary>How a plasmode source is made; null for the others.</summary>
    public SynthesisPlan? Mechanisms { get; init; }

    /// <summary>Where names, and the models in a file, are looked up.</summary>
    public Catalogues Catalogues { get; init; } = Catalogues.Default;

    /// <summary>How a synthesizer source is fitted; null for the others.</summary>
    public StudySourceFitting? Fitting { get; init; }

    /// <summary>The files it reads, as the study names them.</summary>
    public IEnumerable<string> Files => Kind switch
    {
        StudySourceKind.Simulator => [],
        StudySourceKind.Synthesizer => Fitting!.From.Files,
        _ => Roles.SchemaPath is { } schema ? [Target, schema] : [Target],
    };

    /// <summary>True effects that the file states; they go before those that the source knows.</summary>
    public IReadOnlyDictionary<StudyTarget, double> Truth { get; init; } = new Dictionary<StudyTarget, double>();
}
