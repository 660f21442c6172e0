using CausalLoom.Data;
using CausalLoom.Generators;

namespace CausalLoom.Llm;

/// <summary>
/// Rows by a language model that someone serves: each request shows it a description of the columns and some rows of the data, and
/// asks for new ones. Every row is checked against the data's columns, and one that does not pass is never put out. Fitting sends
/// nothing; drawing sends rows of the data to the server.
/// </summary>
public sealed class LlmGenerator : IServedGenerator
{
    private readonly ServerAddress _address;
    private readonly LlmOptions _options;
    private readonly string? _cacheFolder;

    /// <summary>A generator for a server.</summary>
    /// <param name="settings">The server's address, the model's name, the folder of cached replies, and options.</param>
    /// <exception cref="CausalLoomException">The address or the model is absent or not usable.</exception>
    public LlmGenerator(LlmSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _address = ServerAddress.Of(settings);
        _options = settings.Options;
        _options.Check();
        _cacheFolder = settings.Cache;
    }

    /// <inheritdoc />
    public string Name => "llm";

    /// <inheritdoc />
    public string Warning => _address.Warning;

    /// <summary>The time; tests replace it.</summary>
    internal Pace Pace { get; init; } = Pace.Real;

    /// <inheritdoc />
    /// <remarks>Nothing is sent. The context's progress and cancellation are also those of the model's draws.</remarks>
    public ITabularModel Fit(Table table, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, Name);
        context.Report("Choosing example rows", 0);
        RowRules rules = RowRules.Of(table);
        int[] order = context.Stream.Child("examples").Permutation(table.Rows);
        Table pool = table.Take(order.AsSpan(0, Math.Min(order.Length, _options.ExamplePool)));
        LlmModel model = new(_address, _options, rules, pool, Pace);
        model.Attach(context, _cacheFolder);
        context.Report("Choosing example rows", 1);
        return model;
    }
}
