using System.Buffers;
using System.Text;

namespace CausalLoom.Data.Cells;

/// <summary>
/// How the numbers of a column are written in a file where that is not plain: with a unit, as a date, with limits of measurement. Inside
/// they are numbers; a form reads and writes its own text. Its pattern is what a schema's `format` says.
/// </summary>
public abstract class CellForm
{
    /// <summary>The pattern, which <see cref="Parse"/> reads back.</summary>
    public abstract string Pattern { get; }

    /// <summary>What one unit of the numbers inside is, such as `kg`, `%` or `days since 1970-01-01`; null where nothing says it.</summary>
    public abstract string? Unit { get; }

    /// <summary>Whether the numbers inside are points in time, lengths of time or neither.</summary>
    internal virtual TimeKind Time => TimeKind.None;

    /// <summary>The form of a pattern.</summary>
    /// <exception cref="CausalLoomException">It is none; the message says what patterns look like.</exception>
    public static CellForm Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return LimitForm.Of(pattern) ?? PartsForm.Of(pattern) ?? IsoDurationForm.Of(pattern) ?? HalfDayForm.Of(pattern)
            ?? DateForm.Of(pattern) ?? (CellForm?)NumberForm.Of(pattern)
            ?? throw new CausalLoomException($"{Io.CellText.Show(pattern)} is no format. Formats look like 0.00, '0.0 kg', '0%', '$#,##0', "
                + "0.000e-00, yyyy-MM-dd, ddMONyyyy, 'yyyy-MM-dd HH:mm', [h]:mm, 'h:mm AM', '[d]d [h]h', PnDTnH, "
                + "'0.0; <0.5; >100'.");
    }

    /// <summary>The number of a cell's text; false where the text has another form.</summary>
    /// <param name="cell">The text, without outer spaces.</param>
    /// <param name="number">The number.</param>
    internal abstract bool TryRead(string cell, out double number);

    /// <summary>A number's text.</summary>
    internal abstract string Write(double number);

    /// <summary>Writes a number as UTF-8.</summary>
    internal void Write(double number, IBufferWriter<byte> to) => Encoding.UTF8.GetBytes(Write(number), to);
}
