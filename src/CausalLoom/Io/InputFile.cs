using System.Globalization;
using System.Text;

namespace CausalLoom.Io;

/// <summary>Opens files that a user named, with one clear line where that fails.</summary>
internal static class InputFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Opens a file for reading from start to end.</summary>
    public static FileStream Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (path.Length == 0 || Directory.Exists(path))
            {
                throw new CausalLoomException(path.Length == 0 ? "An empty file name was given."
                    : $"{CellText.Show(path)} is a directory, not a file.");
            }

            return new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CausalLoomException($"There is no file {CellText.Show(path)}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>A file's text, which must be UTF-8 and not too long.</summary>
    public static string ReadText(string path, int maxBytes)
    {
        using FileStream stream = Open(path);
        try
        {
            // No more memory than the file has bytes, and no more bytes than asked for, whatever the file says of its length.
            using MemoryStream kept = new();
            byte[] buffer = new byte[1 << 16];
            for (int read = -1; read != 0;)
            {
                read = stream.Read(buffer);
                kept.Write(buffer, 0, read);
                if (kept.Length > maxBytes)
                {
                    throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture,
                        $"{CellText.Show(path)} is longer than {maxBytes} bytes."));
                }
            }

            return StrictUtf8.GetString(kept.GetBuffer().AsSpan(0, (int)kept.Length)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new CausalLoomException($"{CellText.Show(path)} is not UTF-8 text. Save it as UTF-8.", e);
        }
        catch (IOException e)
        {
            throw Unreadable(path, e);
        }
    }

    public static CausalLoomException Unreadable(string path, Exception e) =>
        new($"The file {CellText.Show(path)} cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
}
