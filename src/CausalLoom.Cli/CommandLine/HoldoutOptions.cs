using System.CommandLine;
using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The flags that keep rows out of the fit.</summary>
public sealed class HoldoutOptions
{
    private readonly Option<double?> _fraction = new("--holdout")
        { Description = "Keeps this fraction of the rows out of the fit (0 to 0.9).", HelpName = "FRACTION" };
    private readonly Option<string?> _path = new("--holdout-out")
        { Description = "Writes the rows kept out, for `evaluate --holdout`.", HelpName = "FILE" };

    /// <summary>Adds the flags to a verb.</summary>
    public HoldoutOptions(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(_fraction);
        command.Options.Add(_path);
    }

    /// <summary>Where the rows kept out go, or null.</summary>
    public string? Path(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetValue(_path);
    }

    /// <summary>Splits the rows, each arm by the same fraction.</summary>
    /// <exception cref="CausalLoomException">The flags contradict each other, or an arm would be left with fewer than two rows.</exception>
    public HoldoutSplit Split(ParseResult parsed, LoadedData loaded, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(context);
        double? fraction = parsed.GetValue(_fraction);
        if (fraction is null)
        {
            return Path(parsed) is null
                ? new HoldoutSplit(loaded.Data, null, [])
                : throw new CausalLoomException("--holdout-out needs --holdout with the fraction to keep out.");
        }

        if (fraction is not (> 0 and <= 0.9))
        {
            throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture, $"--holdout {fraction} is not between 0 and 0.9."));
        }

        int[] kept = KeptOut(loaded.Data.Treatment, fraction.Value, context.Stream.Child("holdout"));
        int[] training = [.. Enumerable.Range(0, loaded.Data.Rows).Except(kept)];
        for (int arm = 0; arm < loaded.Data.Levels; arm++)
        {
            if (training.Count(row => loaded.Data.Treatment[row] == arm) < 2)
            {
                throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture, $"--holdout {fraction} leaves fewer than two "
                    + $"rows of arm '{loaded.Data.TreatmentSpace.Levels[arm]}': keep fewer rows out."));
            }
        }

        return new HoldoutSplit(loaded.Data.Take(training), loaded.Data.Take(kept), kept);
    }

    private static int[] KeptOut(Arms treatment, double fraction, RandomStream stream)
    {
        List<int> kept = [];
        for (int arm = 0; arm < treatment.Levels; arm++)
        {
            int[] rows = treatment.RowsOf(arm);
            stream.Child(arm).Shuffle<int>(rows);
            kept.AddRange(rows.Take((int)Math.Round(fraction * rows.Length)));
        }

        kept.Sort();
        return [.. kept];
    }
}
