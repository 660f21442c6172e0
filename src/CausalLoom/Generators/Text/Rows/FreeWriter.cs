namespace CausalLoom.Generators.Text.Rows;

/// <summary>Lets the model write a row after its first column's name, and reads it when it ends.</summary>
internal sealed class FreeWriter : IRowWriter
{
    private readonly RowLanguage _language;
    private readonly TokenDraw _draw;
    private readonly int[] _prompt;
    private readonly List<int> _written = [];

    internal FreeWriter(RowLanguage language, int firstColumn, TokenDraw draw)
    {
        _language = language;
        _draw = draw;
        _prompt = language.Prompt(firstColumn, true);
    }

    public bool NeedsLogits => _written.Count >= _prompt.Length;

    public bool Done { get; private set; }

    public long[]? Codes => Done ? _language.Parse(_language.Tokeniser.Decode(_written)) : null;

    public int Next(ReadOnlySpan<float> logits)
    {
        int token = NeedsLogits ? _draw.Pick(logits) : _prompt[_written.Count];
        Done = token == _language.End;
        if (!Done)
        {
            _written.Add(token);
        }

        return token;
    }
}
