namespace CausalLoom.Io;

/// <summary>
/// A file that is being written. What goes wrong names this file, also where it happens while another one is written.
/// </summary>
/// <param name="inner">The stream; not closed with this one.</param>
/// <param name="path">The file as a user knows it.</param>
internal sealed class NamedStream(Stream inner, string path) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override void Flush() => Do(FileStep.Flush, inner.Flush);

    public override void Write(byte[] buffer, int offset, int count) => Do(FileStep.Write, () => inner.Write(buffer, offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            FileSteps.Take(FileStep.Write, path);
            inner.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Unwritable(path, e);
        }
    }

    public override void WriteByte(byte value) => Write([value]);

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => Do(FileStep.Write, () => inner.SetLength(value));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Do(FileStep step, Action action)
    {
        try
        {
            FileSteps.Take(step, path);
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Unwritable(path, e);
        }
    }
}
