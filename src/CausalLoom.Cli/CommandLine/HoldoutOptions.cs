using System.CommandLine;
using CausalLoom.Data;
using CausalLoom.Jobs;

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
        return parsed.GetValue(_path) is { } path ? TableFileWriter.Checked(path) : null;
    }

    /// <summary>The fraction to keep out, or null.</summary>
    /// <exception cref="CausalLoomException">It is no such fraction, or a file for the rows is named and no fraction.</exception>
    public double? Fraction(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        double? fraction = parsed.GetValue(_fraction);
        HoldoutSplit.Check(fraction);
        return fraction is null && Path(parsed) is not null
            ? throw new CausalLoomException("--holdout-out needs --holdout with the fraction to keep out.")
            : fraction;
    }

    /// <summary>Writes the rows kept out, where a file for them is named.</summary>
    public void Write(ParseResult parsed, FitResult fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        if (Path(parsed) is { } path)
        {
            TableFileWriter.Write(path, fit.HoldoutTable, fit.Loaded.Schema);
        }
    }
}
