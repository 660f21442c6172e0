namespace CausalLoom.Data.Csv;

/// <summary>What the first records of a CSV text look like.</summary>
/// <param name="Delimiter">The separator.</param>
/// <param name="Titles">How many lines of one cell are above the header.</param>
/// <param name="RowNames">Whether each row has one cell more than the header: names of rows, as R's `write.table` has them.</param>
internal readonly record struct CsvShape(char Delimiter, int Titles, bool RowNames);

/// <summary>Decides between `,`, `;` and tab by the first records: the one that splits the header, and the rows alike.</summary>
internal static class DelimiterSniffer
{
    private const int Records = 25;
    private const int MostTitles = 10;

    /// <summary>What the text that starts with these bytes looks like (whole records count, but for a single one).</summary>
    public static CsvShape Detect(ReadOnlySpan<byte> start, bool isWhole, char? given)
    {
        CsvShape best = default;
        (bool Splits, bool Even, int Cells) bestScore = (false, false, -1);
        foreach (char candidate in given is { } only ? only.ToString() : ",;\t")
        {
            List<int> counts = Count(start, (byte)candidate, isWhole);

            // Lines of one cell above lines of several are titles.
            int titles = counts.TakeWhile(count => count == 1).Count();
            titles = titles == counts.Count || titles > MostTitles ? 0 : titles;
            List<int> table = counts[titles..];
            (bool, bool, int) score = (table[0] > 1, table[0] > 1 && table.TrueForAll(count => count == table[0]), table[0]);
            if (score.CompareTo(bestScore) > 0)
            {
                bool named = table.Count > 2 && table[0] > 1 && table.Skip(1).All(count => count == table[0] + 1);
                (best, bestScore) = (new CsvShape(candidate, titles, named), score);
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
