namespace CausalLoom.Jobs;

/// <summary>What came of a job, as every door writes it. Options are named as <see cref="OptionNames"/> has them.</summary>
public interface IJobResult
{
    /// <summary>The machine-readable document, ending in a line feed: no clock, no path, the same bytes for the same seed.</summary>
    string Json();

    /// <summary>The same in a few lines for a person, ending in a line feed.</summary>
    string Summary();
}
