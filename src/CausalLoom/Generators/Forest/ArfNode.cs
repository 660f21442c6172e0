namespace CausalLoom.Generators.Forest;

/// <summary>A node of an <see cref="ArfTree"/>.</summary>
/// <param name="Feature">The column that is split on, −1 for a leaf.</param>
/// <param name="Threshold">Features ≤ this go left.</param>
/// <param name="MissingLeft">Whether missing values go left.</param>
/// <param name="Left">The left child.</param>
/// <param name="Right">The right child.</param>
/// <param name="Parent">The parent, −1 for the root.</param>
/// <param name="Start">Where its rows begin.</param>
/// <param name="Count">How many they are.</param>
internal readonly record struct ArfNode(int Feature, double Threshold, bool MissingLeft, int Left, int Right, int Parent, int Start,
    int Count);
