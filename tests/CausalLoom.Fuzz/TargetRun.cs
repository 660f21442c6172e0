using CausalLoom.Numerics.Random;

namespace CausalLoom.Fuzz;

/// <summary>
/// The cases of one target, one after the other: the same seed gives the same. An input that makes the target say something new is kept,
/// so that later ones go on from it.
/// </summary>
internal sealed class TargetRun
{
    private const int MostKept = 400;
    private readonly RandomStream _stream;
    private readonly List<byte[]> _corpus;
    private readonly int _seeds;
    private readonly HashSet<string> _shapes = new(StringComparer.Ordinal);
    private readonly Mutator _mutator;

    public TargetRun(FuzzTarget target, long seed)
    {
        Target = target;
        _stream = RandomStream.Of(seed).Child("fuzz").Child(target.Name);
        _corpus = [.. target.Seeds()];
        _seeds = _corpus.Count;
        _mutator = new Mutator(target.Tokens, _corpus);
    }

    public FuzzTarget Target { get; }

    public long Cases { get; private set; }

    public long Refused { get; private set; }

    /// <summary>How many different things it said.</summary>
    public int Shapes => _shapes.Count;

    public TimeSpan Slowest { get; private set; }

    public TimeSpan Spent { get; private set; }

    /// <summary>The next input: first the seeds as they are.</summary>
    public byte[] Next()
    {
        RandomStream stream = _stream.Child(Cases);
        return Cases < _seeds ? _corpus[(int)Cases]
            : Target.Alter(_mutator, stream, _corpus[stream.NextInt(_corpus.Count)]);
    }

    /// <summary>Notes how it ended.</summary>
    public void Note(byte[] input, FuzzCase end)
    {
        Cases++;
        Refused += end.Shape.Length > 0 ? 1 : 0;
        Spent += end.Time;
        Slowest = end.Time > Slowest ? end.Time : Slowest;
        if (_shapes.Add(end.Shape) && end.Problem is null && _corpus.Count < MostKept)
        {
            _corpus.Add(input);
        }
    }
}
