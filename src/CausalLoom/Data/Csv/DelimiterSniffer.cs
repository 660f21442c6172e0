namespace CausalLoom.Data.Csv;

/// <summary>Decides between `,`, `;` and tab by the first records: the one that splits the header, and the rows alike.</summary>
internal static class DelimiterSniffer
{
    private const int Records = 25;

    /// <summary>The delimiter of the text that starts with these bytes (whole records count, but for a single one).</summary>
    public static char Detect(ReadOnlySpan<byte> start, bool isWhole)
    {
        char best = ',';
        (bool Splits, bool Even, int Cells) bestScore = default;
        foreach (char candidate in ",;\t")
        {
            List<int> counts = Count(start, (byte)candidate, isWhole);
            (bool, bool, int) score = (counts[0] > 1, counts[0] > 1 && counts.TrueForAll(count => count == counts[0]), counts[0]);
            if (score.CompareTo(bestScore) > 0)
            {
                (best, bestScore) = (candidate, score);
            }
        }

        return best;
    }

    // The number of cells of each of the first records; blank lines do not count.
    private static List<int> Count(ReadOnlySpan<byte> text, byte delimiter, bool isWhole)
    {
        List<int> counts = [];
        int cells = 1, length = 0;
        bool quoted = false;
        foreach (byte b in text)
        {
            quoted ^= b == '"';
            if (!quoted && b is (byte)'\n' or (byte)'\r')
            {
                if (length > 0)
                {
                    counts.Add(cells);
                }

                (cells, length) = (1, 0);
                if (counts.Count == Records)
                {
                    return counts;
                }
            }
            else
            {
                cells += !quoted && b == delimiter ? 1 : 0;
                length++;
            }
        }

        if (counts.Count == 0 || (isWhole && length > 0))
        {
            counts.Add(cells);
        }

        return counts;
    }
}
