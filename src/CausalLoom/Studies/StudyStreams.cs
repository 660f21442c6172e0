using System.Globalization;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Studies;

/// <summary>
/// The random streams of a study. The data of a replicate depend on the seed, the source's name, n and the replicate's number alone: all
/// methods see the same data, and adding a method, a source, an n or further replicates leaves every other row as it was.
/// </summary>
public static class StudyStreams
{
    /// <summary>The stream of a replicate; its children "data" and "fit" are those of the draw and of the methods.</summary>
    /// <param name="seed">The study's seed.</param>
    /// <param name="source">The source's name.</param>
    /// <param name="rows">n.</param>
    /// <param name="replicate">The replicate's number, from 1.</param>
    public static RandomStream Of(long seed, string source, int rows, int replicate) =>
        RandomStream.Of(seed).Child("study").Child(source).Child(rows).Child(replicate);

    /// <summary>The same as a path, as results have it.</summary>
    public static string Path(string source, int rows, int replicate) =>
        string.Create(CultureInfo.InvariantCulture, $"study/{source}/{rows}/{replicate}");

    /// <summary>The stream of an evaluation of a fit as a path, as results have it: a child of the fit's own.</summary>
    public static string EvaluationPath(string source, int fit, string evaluation) =>
        string.Create(CultureInfo.InvariantCulture, $"study/{source}/fit/{fit}/evaluate/{evaluation}");

    /// <summary>The stream of a source's truth, where it is averaged over draws.</summary>
    public static RandomStream Truth(long seed, string source) => Truth(RandomStream.Of(seed), source);

    /// <summary>
    /// The parent of the streams of a source's fits, which are its children by their numbers from 1: `study/SOURCE/fit/K`.
    /// </summary>
    /// <param name="seed">The stream of the study's seed.</param>
    /// <param name="source">The source's name.</param>
    internal static RandomStream Fits(RandomStream seed, string source) => seed.Child("study").Child(source).Child("fit");

    internal static RandomStream Truth(RandomStream seed, string source) => seed.Child("study truth").Child(source);
}
