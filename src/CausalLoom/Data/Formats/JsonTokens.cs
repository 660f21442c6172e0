using System.Text.Json;

namespace CausalLoom.Data.Formats;

/// <summary>The tokens of a stream of JSON, one at a time; a single token is all that must fit into memory.</summary>
/// <param name="stream">The stream; left open.</param>
/// <param name="source">What it is called.</param>
/// <param name="severalValues">Whether values may follow one another, as lines of NDJSON do.</param>
internal sealed class JsonTokens(Stream stream, string source, bool severalValues)
{
    private const int MaxTokenBytes = 1 << 24;
    private const int MaxDepth = 16;
    private byte[] _buffer = new byte[1 << 16];
    private byte[] _escaped = [];
    private int _start;
    private int _end;
    private int _valueStart;
    private int _valueLength;
    private bool _isEscaped;
    private bool _atEnd;
    private bool _begun;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaxDepth, AllowMultipleValues = severalValues });

    /// <summary>Gets the token's type.</summary>
    public JsonTokenType Type { get; private set; }

    /// <summary>Gets how deep it is nested.</summary>
    public int Depth { get; private set; }

    /// <summary>Gets the token's text: a string without quotes and escapes, a number as it is written.</summary>
    public ReadOnlySpan<byte> Text => _isEscaped ? _escaped.AsSpan(0, _valueLength) : _buffer.AsSpan(_valueStart, _valueLength);

    /// <summary>Moves to the next token; false at the end.</summary>
    public bool Read()
    {
        try
        {
            while (true)
            {
                if (TryRead())
                {
                    return true;
                }

                if (_atEnd)
                {
                    return false;
                }

                Fill();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            string problem = e is JsonException ? e.Message : "a text in it is not Unicode";
            throw FormatErrors.Damaged(source, DatasetJsonSource.FormatName, problem, e);
        }
    }

    /// <summary>Steps over the value that follows, or that begins here.</summary>
    public void SkipValue()
    {
        if (Type == JsonTokenType.PropertyName)
        {
            Read();
        }

        int depth = Depth;
        if (Type is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            while (Read() && Depth > depth)
            {
            }
        }
    }

    private bool TryRead()
    {
        Utf8JsonReader reader = new(_buffer.AsSpan(_start, _end - _start), _atEnd, _state);
        if (!reader.Read())
        {
            return false;
        }

        (Type, Depth) = (reader.TokenType, reader.CurrentDepth);
        _isEscaped = Type is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped;
        if (_isEscaped)
        {
            Array.Resize(ref _escaped, Math.Max(_escaped.Length, reader.ValueSpan.Length));
            _valueLength = reader.CopyString(_escaped);
        }
        else
        {
            int offset = Type is JsonTokenType.String or JsonTokenType.PropertyName ? 1 : 0;
            (_valueStart, _valueLength) = (_start + (int)reader.TokenStartIndex + offset, reader.ValueSpan.Length);
        }

        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        return true;
    }

    private void Fill()
    {
        int length = _end - _start;
        if (_start == 0 && length == _buffer.Length)
        {
            if (length >= MaxTokenBytes)
            {
                throw FormatErrors.Damaged(source, DatasetJsonSource.FormatName, "a text in it is longer than 16 MB");
            }

            Array.Resize(ref _buffer, length * 2);
        }

        _buffer.AsSpan(_start, length).CopyTo(_buffer);
        (_start, _end) = (0, length);
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
        if (!_begun && _buffer.AsSpan(0, _end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            _start = 3;
        }

        _begun = true;
    }
}
