namespace CausalLoom.Generators.Diffusion;

/// <summary>What is known of rows to be drawn: clean cells, and categories that are ruled out.</summary>
internal sealed class DiffusionGiven
{
    private readonly DiffusionLayout _layout;
    private readonly bool[] _ruledOut;

    internal DiffusionGiven(int rows, DiffusionLayout layout)
    {
        _layout = layout;
        Rows = new DiffusionRows(rows, layout);
        _ruledOut = new bool[(long)rows * layout.CategoryWidth];
    }

    /// <summary>Known cells are flagged and hold their clean normal scores and levels.</summary>
    internal DiffusionRows Rows { get; }

    /// <summary>Whether a row may have a category, numbered across blocks.</summary>
    internal bool Allows(int row, int category) => !_ruledOut[((long)row * _layout.CategoryWidth) + category];

    /// <summary>Rules a category out.</summary>
    internal void RuleOut(int row, int category) => _ruledOut[((long)row * _layout.CategoryWidth) + category] = true;

    /// <summary>A column's level is known; its number too where it has any.</summary>
    internal void Know(int row, int column, int category, double score)
    {
        Rows.Known[(row * _layout.Columns) + column] = true;
        if (_layout.ValueOf[column] >= 0)
        {
            Rows.Values[(row * _layout.Values) + _layout.ValueOf[column]] = (float)score;
        }

        if (_layout.BlockOf[column] >= 0)
        {
            Rows.Levels[(row * _layout.Blocks) + _layout.BlockOf[column]] = category;
        }
    }

    /// <summary>Writes the known cells, from one row on, into rows under way.</summary>
    internal void Place(int start, DiffusionRows part)
    {
        for (int i = 0; i < part.Rows; i++)
        {
            for (int j = 0; j < _layout.Columns; j++)
            {
                if (!Rows.Known[((start + i) * _layout.Columns) + j])
                {
                    continue;
                }

                part.Known[(i * _layout.Columns) + j] = true;
                int value = _layout.ValueOf[j], block = _layout.BlockOf[j];
                if (value >= 0)
                {
                    part.Values[(i * _layout.Values) + value] = Rows.Values[((start + i) * _layout.Values) + value];
                }

                if (block >= 0)
                {
                    part.Levels[(i * _layout.Blocks) + block] = Rows.Levels[((start + i) * _layout.Blocks) + block];
                }
            }
        }
    }
}
