namespace CausalLoom.Data.Formats;

/// <summary>How the bytes of a file are packed.</summary>
internal enum Packing
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>gzip (`.gz`).</summary>
    Gzip,

    /// <summary>Zstandard (`.zst`).</summary>
    Zstandard,
}
