using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace CausalLoom.Data.Cells;

/// <summary>
/// One column's cells as they stream in: each row is a number of an entry, each entry a text. Equal texts share an entry until
/// there are very many different ones; from then on each cell is its own. So a column of few values takes four bytes a row,
/// and types are inferred from entries rather than rows.
/// </summary>
internal sealed class CellStore
{
    private const int ShareLimit = 1 << 16;
    private const int LaneFrom = 1 << 12;

    private int[] _codes = new int[16];
    private byte[] _bytes = new byte[64];
    private int[] _ends = new int[8];
    private int[] _slots = NewSlots(16);

    /// <summary>Gets the number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Gets the number of entries.</summary>
    public int Entries { get; private set; }

    /// <summary>Gets a value indicating whether no two entries are equal.</summary>
    public bool IsShared => _slots.Length > 0;

    /// <summary>Gets the entry of each row that is not in a lane of numbers.</summary>
    public ReadOnlySpan<int> Codes => _codes.AsSpan(0, Lane?.FirstRow ?? Rows);

    /// <summary>Gets the rows that are kept as numbers, or null.</summary>
    public NumberLane? Lane { get; private set; }

    public ReadOnlySpan<byte> Entry(int entry)
    {
        int start = entry == 0 ? 0 : _ends[entry - 1];
        return _bytes.AsSpan(start, _ends[entry] - start);
    }

    public string Text(int entry) => Encoding.UTF8.GetString(Entry(entry));

    public void Add(ReadOnlySpan<byte> cell)
    {
        if (Lane is not null)
        {
            AddToLane(Lane, cell);
            return;
        }

        if (Rows == _codes.Length)
        {
            Array.Resize(ref _codes, checked(Rows * 2));
        }

        int code = Rows > 0 && Entry(_codes[Rows - 1]).SequenceEqual(cell) ? _codes[Rows - 1] : IsShared ? Share(cell) : Append(cell);
        if (code < 0)
        {
            Lane = new NumberLane(Rows);
            AddToLane(Lane, cell);
            return;
        }

        _codes[Rows] = code;
        Rows++;
    }

    /// <summary>A store of the same rows without numbers apart; theirs have the shortest text.</summary>
    public CellStore WithoutLane()
    {
        if (Lane is not { } lane)
        {
            return this;
        }

        CellStore all = new();
        all._slots = [];
        int odd = 0;
        double[] numbers = new double[lane.Rows];
        lane.CopyTo(numbers);
        for (int row = 0; row < Rows; row++)
        {
            if (row < lane.FirstRow)
            {
                all.Add(Entry(_codes[row]));
            }
            else if (odd < lane.Odd.Count && lane.Odd[odd].Row == row)
            {
                all.Add(Entry(lane.Odd[odd++].Entry));
            }
            else
            {
                all.Add(Encoding.UTF8.GetBytes(numbers[row - lane.FirstRow].ToString("R",
                    System.Globalization.CultureInfo.InvariantCulture)));
            }
        }

        return all;
    }

    // A cell that is no plain number is an entry; where they become many the column is no lane of numbers.
    private void AddToLane(NumberLane lane, ReadOnlySpan<byte> cell)
    {
        if (CellValue.TryNumber(CellValue.Trim(cell), out CellValue value, out int digits)
            && value.Kind is CellKind.Whole or CellKind.Decimal)
        {
            lane.Add(value, digits);
        }
        else
        {
            lane.AddOdd(Rows, IsShared ? Share(cell) is >= 0 and var entry ? entry : Append(cell) : Append(cell));
        }

        Rows++;
    }

    private bool MostlyNumbers()
    {
        int numbers = 0;
        const int Looked = 1000;
        for (int k = 0; k < Looked; k++)
        {
            ReadOnlySpan<byte> text = Entry((int)((long)k * Entries / Looked));
            numbers += CellValue.TryNumber(CellValue.Trim(text), out CellValue value, out _)
                && value.Kind is CellKind.Whole or CellKind.Decimal
                ? 1 : 0;
        }

        return numbers >= 0.95 * Looked;
    }

    private static int[] NewSlots(int length)
    {
        int[] slots = new int[length];
        slots.AsSpan().Fill(-1);
        return slots;
    }

    private static uint Hash(ReadOnlySpan<byte> cell)
    {
        ulong hash = 0x9E3779B97F4A7C15UL ^ (ulong)cell.Length;
        while (cell.Length >= 8)
        {
            hash = (BitOperations.RotateLeft(hash, 23) ^ BinaryPrimitives.ReadUInt64LittleEndian(cell)) * 0xD6E8FEB86659FD93UL;
            cell = cell[8..];
        }

        ulong tail = 0;
        foreach (byte b in cell)
        {
            tail = (tail << 8) | b;
        }

        hash = (BitOperations.RotateLeft(hash, 23) ^ tail) * 0xD6E8FEB86659FD93UL;
        return (uint)(hash >> 32);
    }

    private int Share(ReadOnlySpan<byte> cell)
    {
        int mask = _slots.Length - 1;
        int slot = (int)Hash(cell) & mask;
        while (_slots[slot] >= 0)
        {
            if (Entry(_slots[slot]).SequenceEqual(cell))
            {
                return _slots[slot];
            }

            slot = (slot + 1) & mask;
        }

        // Numbers that are mostly different need no entries.
        if (Lane is null && Entries >= LaneFrom && BitOperations.IsPow2(Entries) && 2 * Entries > Rows && MostlyNumbers())
        {
            return -1;
        }

        if (Entries >= ShareLimit && Lane is null)
        {
            _slots = [];
            return Append(cell);
        }

        _slots[slot] = Append(cell);
        int added = _slots[slot];
        if (Entries * 2 > _slots.Length)
        {
            Rehash();
        }

        return added;
    }

    private void Rehash()
    {
        _slots = NewSlots(_slots.Length * 2);
        int mask = _slots.Length - 1;
        for (int entry = 0; entry < Entries; entry++)
        {
            int slot = (int)Hash(Entry(entry)) & mask;
            while (_slots[slot] >= 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = entry;
        }
    }

    private int Append(ReadOnlySpan<byte> cell)
    {
        int start = Entries == 0 ? 0 : _ends[Entries - 1];
        int end = checked(start + cell.Length);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)end, _bytes.Length * 2L)));
        }

        if (Entries == _ends.Length)
        {
            Array.Resize(ref _ends, checked(Entries * 2));
        }

        cell.CopyTo(_bytes.AsSpan(start));
        _ends[Entries] = end;
        return Entries++;
    }
}
