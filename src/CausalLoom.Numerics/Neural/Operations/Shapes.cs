using System.Globalization;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Checks at the door of every operation; the kernels behind it trust their arguments.</summary>
internal static class Shapes
{
    public static void Require(bool holds, string message, int first, int second)
    {
        if (!holds)
        {
            throw new ArgumentException(string.Format(CultureInfo.InvariantCulture, message, first, second));
        }
    }

    public static void RequireSame(Node a, Node b)
    {
        if (a.Rows != b.Rows || a.Columns != b.Columns)
        {
            throw new ArgumentException($"Shapes differ: [{a.Rows} × {a.Columns}] and [{b.Rows} × {b.Columns}].");
        }
    }

    public static void RequireInside(Segment[] segments, int columns)
    {
        foreach (Segment segment in segments)
        {
            Require(segment.Start >= 0 && segment.Length > 0 && segment.End <= columns, "A segment ends at column {0}; the node has {1}.",
                segment.End, columns);
        }
    }
}
