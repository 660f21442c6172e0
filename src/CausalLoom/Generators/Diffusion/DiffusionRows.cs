namespace CausalLoom.Generators.Diffusion;

/// <summary>Rows on their way through a diffusion: numbers [row × value], levels [row × block], and which columns are known.</summary>
internal sealed class DiffusionRows
{
    internal DiffusionRows(int rows, DiffusionLayout layout)
    {
        Rows = rows;
        Values = new float[rows * layout.Values];
        Levels = new int[rows * layout.Blocks];
        Known = new bool[rows * layout.Columns];
    }

    internal int Rows { get; }

    internal float[] Values { get; }

    internal int[] Levels { get; }

    /// <summary>[row × column]: cells that are given clean and stay as they are.</summary>
    internal bool[] Known { get; }
}
