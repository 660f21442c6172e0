using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Io;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Llm;

/// <summary>
/// What is sent to the server (rules of the columns, a pool of example rows) and the loop that asks until there are rows enough.
/// Request i of a draw depends on the draw's stream and i alone, and replies are used in that order, so neither the number of
/// requests under way nor the number of rows asked for changes what the first rows are.
/// </summary>
internal sealed class LlmModel(ServerAddress address, LlmOptions options, RowRules rules, Table pool, Pace pace) : IServedModel
{
    // Requests are sent in waves, so that a server which brings nothing useful is noticed before much is paid.
    private const int Wave = 32;
    private const int SpareRequests = 16;
    private const int SparePerRequest = 4;

    private readonly RequestCounter _counter = new();
    private readonly ChatPrompt _prompt = new(rules, options.RowsPerRequest);
    private readonly Lazy<RepeatedExamples> _repeats = new(() => new RepeatedExamples(pool, rules, options));
    private FitContext? _context;
    private ReplyCache? _cache;

    public string Warning => address.Warning;

    public JsonObject Facts => _counter.Facts(options, _repeats.Value);

    public IReadOnlyList<TrainingPoint> TrainingCurve => [];

    public void Attach(FitContext context, string? cacheFolder)
    {
        _context = context;
        _cache = cacheFolder is null ? null : new ReplyCache(cacheFolder);
    }

    public Table Sample(int rows, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);

        // On a thread of the pool, so that a caller with a synchronisation context cannot wait for itself.
        return rules.Build(Task.Run(() => DrawAsync(rows, stream.Child("requests"))).GetAwaiter().GetResult());
    }

    public ModelState Save()
    {
        ModelState state = new("llm");
        state.Settings["endpoint"] = address.Endpoint.AbsoluteUri;
        state.Settings["model"] = address.Model;
        state.Settings["rules"] = rules.ToJson();
        state.Settings["options"] = JsonSerializer.SerializeToNode(options);
        state.Put("examples", new BootstrapModel(pool).Save());
        return state;
    }

    internal static LlmModel Load(ModelState state)
    {
        string model = LayoutJson.String(state.Settings, "model");
        ServerAddress address = Uri.TryCreate(LayoutJson.String(state.Settings, "endpoint"), UriKind.Absolute, out Uri? endpoint)
            ? ServerAddress.Of(endpoint, model) with { IsOfFile = true }
            : throw LayoutJson.Damaged("endpoint");
        RowRules rules = RowRules.FromJson(LayoutJson.Get(state.Settings, "rules"));
        Table pool = BootstrapModel.Load(state.Get("examples")).Rows;
        return pool.Columns.Select(c => (c.Name, c.Type)).SequenceEqual(rules.Columns.Select(c => (c.Name, c.Type)))
            ? new LlmModel(address, Options(state), rules, pool, Pace.Real)
            : throw LayoutJson.Damaged("examples");
    }

    private static LlmOptions Options(ModelState state)
    {
        try
        {
            LlmOptions options = LayoutJson.Get(state.Settings, "options").Deserialize<LlmOptions>() ?? throw LayoutJson.Damaged("options");
            options.Check();
            return options;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw LayoutJson.Damaged("options");
        }
    }

    private async Task<List<ReplyCell[]>> DrawAsync(int rows, RandomStream stream)
    {
        List<ReplyCell[]> kept = [];
        List<Asked> useless = [];
        CancellationToken cancellation = _context?.Cancellation ?? CancellationToken.None;
        using ChatServer server = new(address, options, _counter, pace);
        long budget = options.RequestBudget ?? ((long)Requests(rows) * SparePerRequest) + SpareRequests;
        int fruitless = 0, repeated = 0;
        for (int asked = 0; kept.Count < rows;)
        {
            int wave = (int)Math.Min(Math.Min(Requests(rows - kept.Count), Wave), budget - asked);
            if (wave == 0)
            {
                throw TooFew(kept.Count, rows, $"The budget of {budget} requests is used up.");
            }

            Asked[] replies = await AskAsync(server, stream, asked, wave, cancellation).ConfigureAwait(false);
            asked += wave;
            foreach (Asked reply in replies)
            {
                repeated += Take(reply, kept, rows);
                if (reply.Checked.Rows.Count > 0)
                {
                    fruitless = 0;
                }
                else if (++fruitless >= options.FruitlessRequests && kept.Count < rows)
                {
                    throw TooFew(kept.Count, rows, $"{fruitless} replies in a row had no valid row.");
                }
                else if (!reply.IsKept)
                {
                    useless.Add(reply);
                }

                if (_repeats.Value.AreTooMany(repeated, kept.Count))
                {
                    throw Echoes(repeated, kept.Count);
                }
            }

            _context?.Report($"Asking {address.Host} for rows", (double)kept.Count / rows, $"{kept.Count} of {rows} rows");
        }

        // Only now: a draw that fails for want of rows shall ask for these again, and one that did not shall be repeated as it was.
        useless.ForEach(reply => _cache?.Keep(reply.Key, reply.Checked));
        return kept;
    }

    private int Requests(int rows) => (int)(((long)rows + options.RowsPerRequest - 1) / options.RowsPerRequest);

    private async Task<Asked[]> AskAsync(ChatServer server, RandomStream stream, int first, int count, CancellationToken cancellation)
    {
        Asked[] replies = new Asked[count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellation };
        Task asking = Parallel.ForAsync(0, count, parallel, async (i, token) =>
        {
            (ChatRequest request, int[] examples) = Request(stream.Child(first + i));
            string key = request.Key();
            (CheckedReply reply, bool isKept) = await ReplyAsync(server, request, key, token).ConfigureAwait(false);
            replies[i] = new Asked(key, examples, reply, isKept);
        });
        try
        {
            await asking.ConfigureAwait(false);
        }
        catch (Exception) when (asking.Exception?.InnerExceptions.OfType<CausalLoomException>().FirstOrDefault() is { } failure)
        {
            // The requests beside the failed one are cancelled; the failure is what to tell.
            throw failure;
        }

        return replies;
    }

    /// <summary>
    /// A reply, read before it is kept: one with a valid row at once, since the rest of the draw may fail.
    /// </summary>
    /// <returns>The reply, and whether the cache has it.</returns>
    private async Task<(CheckedReply Reply, bool IsKept)> ReplyAsync(ChatServer server, ChatRequest request, string key,
        CancellationToken cancellation)
    {
        if (_cache?.Find(key, Check) is { } kept)
        {
            _counter.Cached();
            return (kept, true);
        }

        CheckedReply reply = Check(await server.AskAsync(request, cancellation).ConfigureAwait(false));
        bool isUseful = reply.Rows.Count > 0;
        if (isUseful)
        {
            _cache?.Keep(key, reply);
        }

        return (reply, isUseful);
    }

    private CheckedReply Check(ChatReply reply) => CheckedReply.Of(reply, rules, options.RowsPerRequest);

    private (ChatRequest Request, int[] Examples) Request(RandomStream stream)
    {
        int[] examples = stream.Child("examples").Permutation(pool.Rows)[..Math.Min(options.Examples, pool.Rows)];
        int seed = stream.Child("seed").NextInt(int.MaxValue);
        return (new ChatRequest(address.Endpoint, address.Model, ChatPrompt.System, _prompt.User(pool, examples), _prompt.Schema,
            options.Temperature, seed), examples);
    }

    /// <summary>Adds a reply's valid rows, no more than are wanted.</summary>
    /// <returns>How many of them repeat an example.</returns>
    private int Take(Asked reply, List<ReplyCell[]> kept, int rows)
    {
        CheckedReply found = reply.Checked;
        ReplyCell[][] used = [.. found.Rows.Take(rows - kept.Count)];
        int repeated = _repeats.Value.Count(used, reply.Examples);
        kept.AddRange(used);
        _counter.Rejected(found.Faults);
        _counter.Kept(used.Length, found.Rows.Count - used.Length + found.Surplus, repeated);
        return repeated;
    }

    private CausalLoomException Echoes(int repeated, int rows) => new(string.Create(CultureInfo.InvariantCulture,
        $"The model {CellText.Show(address.Model)} at {address.Host} repeats what it is shown: {repeated} of {rows} rows "
            + $"({(double)repeated / rows:P0}) equal an example of their request; of real rows {_repeats.Value.Expected:P0} do, and "
            + $"{_repeats.Value.Allowed:P0} may. Use another model, or take its rows as they are (‹set llm.options.repeat-margin=1›)."));

    private CausalLoomException TooFew(int kept, int rows, string why)
    {
        string summary = _counter.Summary();
        string refused = summary.Length == 0 ? string.Empty : $" Refused: {summary}.";
        return new CausalLoomException($"The model {CellText.Show(address.Model)} at {address.Host} gave {kept} valid rows of {rows}. "
            + $"{why}{refused} Use another model, or fewer columns.");
    }

    /// <summary>A request that was answered.</summary>
    /// <param name="Key">What the cache calls it.</param>
    /// <param name="Examples">The examples that it showed.</param>
    /// <param name="Checked">The reply.</param>
    /// <param name="IsKept">Whether the cache has it.</param>
    private sealed record Asked(string Key, int[] Examples, CheckedReply Checked, bool IsKept);
}
