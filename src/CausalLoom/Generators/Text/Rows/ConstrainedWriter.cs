namespace CausalLoom.Generators.Text.Rows;

/// <summary>Writes a row in a given order of columns: names and known values are given, other values drawn from their grammar.</summary>
internal sealed class ConstrainedWriter : IRowWriter
{
    private readonly RowLanguage _language;
    private readonly (int Column, ValueNode? Values)[] _plan;
    private readonly TokenDraw _draw;
    private readonly long[] _codes;
    private readonly List<int> _given = [];
    private int _at, _step = -1;
    private ValueNode? _node;

    /// <summary>A writer at the beginning of a row.</summary>
    /// <param name="language">The language.</param>
    /// <param name="plan">The columns in order, each with the state before its value, or null where the value is known.</param>
    /// <param name="codes">The known values, by column; filled in with those drawn.</param>
    /// <param name="draw">Draws tokens.</param>
    internal ConstrainedWriter(RowLanguage language, (int Column, ValueNode? Values)[] plan, long[] codes, TokenDraw draw)
    {
        _language = language;
        _plan = plan;
        _codes = codes;
        _draw = draw;
        Advance();
    }

    public bool Done { get; private set; }

    public long[]? Codes => Done ? _codes : null;

    public bool NeedsLogits => _at == _given.Count && _node is { } node && node.Followers.Length + (node.Complete ? 1 : 0) > 1;

    /// <summary>The end of text after the last column, the comma of the next prompt after any other.</summary>
    private int Terminator => _step + 1 == _plan.Length ? _language.End : _language.Comma;

    public int Next(ReadOnlySpan<float> logits)
    {
        if (_at < _given.Count)
        {
            return Given();
        }

        ValueNode node = _node!;
        int choices = node.Followers.Length, pick = NeedsLogits ? _draw.Pick(logits, node, Terminator) : 0;
        if (pick < choices)
        {
            _node = node.Followers[pick].Node;
            return node.Followers[pick].Token;
        }

        _codes[_plan[_step].Column] = node.Code;
        Advance();
        if (Done)
        {
            return _language.End;
        }

        return Given();
    }

    private int Given()
    {
        int token = _given[_at++];
        if (_at == _given.Count && _node is null)
        {
            Advance();
        }

        return token;
    }

    /// <summary>Goes to the next column whose value is not known; prompts and known values on the way are given.</summary>
    private void Advance()
    {
        _step++;
        if (_step == _plan.Length)
        {
            Done = true;
            return;
        }

        (int column, _node) = _plan[_step];
        _given.Clear();
        _at = 0;
        _given.AddRange(_language.Prompt(column, _step == 0));
        if (_node is null)
        {
            _given.AddRange(_language.Value(column, _codes[column]));
        }
    }
}
