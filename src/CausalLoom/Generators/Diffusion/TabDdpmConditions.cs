using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Diffusion;

/// <summary>Codes what is given as a diffusion's clean cells and ruled-out categories.</summary>
internal static class TabDdpmConditions
{
    internal static DiffusionGiven Code(TabDdpmModel model, GivenTable given, RandomStream stream)
    {
        DiffusionGiven coded = new(given.Rows, model.Layout);
        int merged = 0;
        for (int j = 0; j < model.Groups.Layout.Columns.Count; j++)
        {
            int group = Enumerable.Range(0, model.Groups.Groups.Count).FirstOrDefault(g => model.Groups.Groups[g].Contains(j), -1);
            if (group < 0)
            {
                Column(model, given, j, merged++, coded, stream.Child(j));
            }
            else if (model.Groups.Groups[group][0] == j)
            {
                Group(model, given, group, merged++, coded);
            }
        }

        return coded;
    }

    private static void Column(TabDdpmModel model, GivenTable given, int column, int merged, DiffusionGiven coded, RandomStream stream)
    {
        ModeSpecificColumn code = model.Encoder.Codes[merged];
        int block = model.Layout.BlockOf[merged], value = model.Layout.ValueOf[merged];
        bool observed = code.HasMissing && block >= 0 && !given.MayBeMissing(column);
        for (int i = 0; i < given.Rows; i++)
        {
            double uniform = stream.NextOpenDouble();
            if (given.IsKnown(column, i))
            {
                double x = given.Value(column, i);
                int category = code.AtomCategory(x);
                if (category >= 0 || value >= 0)
                {
                    coded.Know(i, merged, Math.Max(0, category), category >= 0 ? 0 : model.Encoder.Transforms[value].Score(x, uniform));
                }
                else if (model.Groups.Layout.Columns[column].IsNumber && code.Atoms.Length > 0)
                {
                    // A number between the levels that were seen says what the nearest of them says.
                    coded.Know(i, merged, code.AtomCategory(code.Atoms.MinBy(a => Math.Abs(a - x))), 0);
                }
            }
            else if (observed)
            {
                coded.RuleOut(i, model.Layout.Segments[block].Start + code.MissingCategory);
            }
        }
    }

    /// <summary>A group of columns is known where all of them are; otherwise the combinations that disagree are ruled out.</summary>
    private static void Group(TabDdpmModel model, GivenTable given, int group, int merged, DiffusionGiven coded)
    {
        int block = model.Layout.BlockOf[merged];
        int[] columns = model.Groups.Groups[group];
        for (int i = 0; i < given.Rows && block >= 0; i++)
        {
            int[] agreeing = [.. Enumerable.Range(0, model.Groups.Patterns(group))
                .Where(p => Agrees(model.Groups.Pattern(group, p), given, columns, i))];
            int[] categories = [.. agreeing.Select(p => model.Encoder.Codes[merged].AtomCategory(p)).Where(c => c >= 0).Distinct()];
            if (categories.Length == 1)
            {
                coded.Know(i, merged, categories[0], 0);
            }
            else if (categories.Length > 1)
            {
                for (int k = 0; k < model.Layout.Segments[block].Length; k++)
                {
                    if (!categories.Contains(k))
                    {
                        coded.RuleOut(i, model.Layout.Segments[block].Start + k);
                    }
                }
            }
        }
    }

    private static bool Agrees(IReadOnlyList<double> pattern, GivenTable given, int[] columns, int row)
    {
        for (int c = 0; c < columns.Length; c++)
        {
            bool agrees = given.IsKnown(columns[c], row) ? pattern[c].Equals(given.Value(columns[c], row)) : !double.IsNaN(pattern[c])
                || given.MayBeMissing(columns[c]);
            if (!agrees)
            {
                return false;
            }
        }

        return true;
    }
}
