namespace CausalLoom.Studies.Slurm;

/// <summary>How the jobs of a study start this program: a door to the library knows its own command lines.</summary>
public interface IStudyCommands
{
    /// <summary>The command that does one shard of a study, as shell text.</summary>
    /// <param name="study">The study file.</param>
    /// <param name="folder">The study's folder.</param>
    /// <param name="shard">`I/N` as one word of shell text, which may name variables.</param>
    /// <param name="threads">How many threads, likewise.</param>
    string Run(string study, string folder, string shard, string threads);

    /// <summary>The command that puts the finished units together and fails where units are not done, as shell text.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="page">The page that it writes, or null.</param>
    string Merge(string folder, string? page);
}
