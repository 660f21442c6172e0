using System.CommandLine;
using CausalLoom.Data;

namespace CausalLoom.Cli.CommandLine;

/// <summary>Reading data for a verb, and saying what was found on the way.</summary>
public static class Inputs
{
    /// <summary>Reads data by role and says its notes and warnings.</summary>
    public static LoadedData Load(string path, RoleOptions roles, RunOptions run, ParseResult parsed, Surroundings surroundings,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(surroundings);
        surroundings.Step = "reading " + path;
        LoadedData loaded = DataLoader.Load(path, roles.Load(parsed, cancellation));
        SayFindings(loaded.Notes, loaded.Warnings, run, parsed, surroundings);
        return loaded;
    }

    /// <summary>Reads a second file as the first one was read.</summary>
    public static LoadedData LoadLike(string path, LoadedData first, RoleOptions roles, RunOptions run, ParseResult parsed,
        Surroundings surroundings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(surroundings);
        surroundings.Step = "reading " + path;
        LoadedData loaded = DataLoader.LoadLike(path, first, roles.Load(parsed, cancellation));
        SayFindings([], loaded.Warnings, run, parsed, surroundings);
        return loaded;
    }

    /// <summary>Says notes and warnings, one line each.</summary>
    public static void SayFindings(IReadOnlyList<string> notes, IReadOnlyList<string> warnings, RunOptions run, ParseResult parsed,
        Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(notes);
        ArgumentNullException.ThrowIfNull(warnings);
        ArgumentNullException.ThrowIfNull(run);
        foreach (string note in notes)
        {
            run.Say(parsed, surroundings, "note: " + note);
        }

        foreach (string warning in warnings)
        {
            run.Say(parsed, surroundings, "warning: " + warning);
        }
    }

    /// <summary>The names of the modelled columns, in file order.</summary>
    public static string[] ColumnNames(LoadedData loaded)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        return [.. loaded.ModelledTable.Columns.Select(c => c.Name)];
    }

    /// <summary>A list of the path if there is one.</summary>
    public static string[] Optional(string? path) => path is null ? [] : [path];
}
