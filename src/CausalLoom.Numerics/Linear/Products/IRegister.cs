namespace CausalLoom.Numerics.Linear;

/// <summary>One register of float32 columns, as matrix products use it.</summary>
/// <typeparam name="T">The implementing type.</typeparam>
internal unsafe interface IRegister<T>
    where T : struct, IRegister<T>
{
    /// <summary>The number of columns.</summary>
    static abstract int Width { get; }

    /// <summary>The rows of the tallest tile for which there are registers enough.</summary>
    static abstract int TallestTile { get; }

    static abstract T Load(float* source);

    static abstract void Store(float* target, T value);

    /// <summary>One value in every column.</summary>
    static abstract T Broadcast(float* source);

    /// <summary>The mask of the first columns.</summary>
    static abstract T MaskOf(int count);

    /// <summary>Zero outside the mask, where memory is not read.</summary>
    static abstract T LoadMasked(float* source, T mask);

    /// <summary>Leaves memory outside the mask alone.</summary>
    static abstract void StoreMasked(float* target, T mask, T value);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract T Fma(T a, T b, T c);

    /// <summary>
    /// Writes the transpose of a block of up to Width × Width values, zero-filled to Width columns: row d of the target is
    /// column d of the source.
    /// </summary>
    /// <param name="source">The first value of the block.</param>
    /// <param name="stride">From a source row to the next, in values.</param>
    /// <param name="rows">Source rows, which become columns.</param>
    /// <param name="depth">Source columns, which become rows.</param>
    /// <param name="target">Where the first row goes.</param>
    /// <param name="targetStride">From a target row to the next, in values.</param>
    static abstract void Transpose(float* source, nint stride, int rows, int depth, float* target, nint targetStride);

    /// <summary>Asks for some rows of a tile, two registers wide, before they are needed; may do nothing.</summary>
    /// <param name="source">The first value.</param>
    /// <param name="stride">From a row to the next, in values.</param>
    /// <param name="rows">The number of rows.</param>
    static abstract void Prefetch(float* source, nint stride, int rows);
}
