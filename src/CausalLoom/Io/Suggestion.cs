namespace CausalLoom.Io;

/// <summary>"Did you mean …?" by edit distance.</summary>
public static class Suggestion
{
    /// <summary>" Did you mean 'x'?" with a space in front, or nothing where no known word is near.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(known);
        string? best = null;
        int least = word.Length < 3 ? 1 : Math.Max(2, word.Length / 3) + 1;
        foreach (string candidate in known)
        {
            int distance = string.Equals(candidate.Trim(), word.Trim(), StringComparison.OrdinalIgnoreCase) ? 0
                : Distance(word, candidate, least);
            if (distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best is null ? string.Empty : $" Did you mean {CellText.Show(best)}?";
    }

    // Levenshtein, given up at the limit.
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit)
        {
            return limit;
        }

        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
