using System.Text.Json.Nodes;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Rules;

namespace CausalLoom.Generators.Ruled;

/// <summary>A fitted generator whose rows are kept within rules.</summary>
public class RuledModel : ITabularModel
{
    /// <summary>The kind of its saved state.</summary>
    internal const string Kind = "ruled";

    private readonly RuleEncoding _encoding;
    private readonly RuleRepair _repair;
    private long _rows, _redrawn, _repaired;

    private protected RuledModel(ITabularModel inner, RuleEncoding encoding) =>
        (Inner, _encoding, _repair) = (inner, encoding, new RuleRepair(encoding.Rules));

    /// <summary>The generator within.</summary>
    public ITabularModel Inner { get; }

    /// <summary>The rules that are kept.</summary>
    public IReadOnlyList<Rule> Rules => _encoding.Rules;

    /// <inheritdoc />
    public IReadOnlyList<TrainingPoint> TrainingCurve => Inner.TrainingCurve;

    /// <summary>The rules that are kept, and how many rows of all draws so far took more than a transformation.</summary>
    public JsonObject RuleFacts => new()
    {
        ["kept"] = new JsonArray([.. Rules.Select(rule => JsonValue.Create(rule.Text))]),
        ["rows"] = Interlocked.Read(ref _rows),
        ["drawn_anew"] = Interlocked.Read(ref _redrawn),
        ["repaired"] = Interlocked.Read(ref _repaired),
    };

    /// <summary>The generator within a model that keeps rules; any other is itself.</summary>
    public static ITabularModel Within(ITabularModel model) => model is RuledModel ruled ? ruled.Inner : model;

    /// <inheritdoc />
    public Table Sample(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Table drawn = Draw(rows, stream);
        (Table lawful, int redrawn, int repaired) = _repair.Mend(drawn, Draw, stream.Child("rules"));
        Count(rows, redrawn, repaired);
        return lawful;
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["rules"] = _encoding.ToJson();
        state.Put("inner", Inner.Save());
        return state;
    }

    /// <summary>A model around another, able to do what that one can.</summary>
    internal static RuledModel Of(ITabularModel inner, RuleEncoding encoding) => inner switch
    {
        IServedModel served => new RuledServedModel(served, encoding),
        IConditionalModel => new RuledConditionalModel(inner, encoding),
        _ => new RuledModel(inner, encoding),
    };

    /// <summary>Loads a saved model.</summary>
    internal static RuledModel Load(ModelState state, Catalogues catalogues) =>
        Of(catalogues.LoadGenerator(state.Get("inner")), RuleEncoding.FromJson(state.Settings["rules"]));

    private protected Table SampleGiven(Table given, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(stream);
        _encoding.CheckGiven(given);
        (Table lawful, int redrawn) = _repair.MendGiven(Complete(given, stream), given, Complete, stream.Child("rules"));
        Count(given.Rows, redrawn, 0);
        return lawful;
    }

    private Table Draw(int rows, RandomStream stream) => _encoding.Decode(Inner.Sample(rows, stream));

    private Table Complete(Table given, RandomStream stream) =>
        _encoding.Decode(((IConditionalModel)Inner).Sample(_encoding.EncodeGiven(given), stream), given);

    private void Count(int rows, int redrawn, int repaired)
    {
        Interlocked.Add(ref _rows, rows);
        Interlocked.Add(ref _redrawn, redrawn);
        Interlocked.Add(ref _repaired, repaired);
    }

    private sealed class RuledConditionalModel(ITabularModel inner, RuleEncoding encoding) : RuledModel(inner, encoding), IConditionalModel
    {
        public Table Sample(Table given, RandomStream stream) => SampleGiven(given, stream);
    }

    private sealed class RuledServedModel(IServedModel inner, RuleEncoding encoding) : RuledModel(inner, encoding), IServedModel
    {
        public string Warning => inner.Warning;

        public JsonObject Facts => inner.Facts;

        public void Attach(FitContext context, string? cacheFolder) => inner.Attach(context, cacheFolder);
    }
}
