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
internal sealed class LlmModel(ServerAddress address, LlmOptions options, RowRules rules, Table pool,
    Func<TimeSpan, CancellationToken, Task> delay) : IServedModel
{
    // Requests are sent in waves, so that a server which brings nothing useful is noticed before much is paid.
    private const int Wave = 32;
    private const int SpareRequests = 16;
    private const int SparePerRequest = 4;

    private readonly RequestCounter _counter = new();
    private readonly ChatPrompt _prompt = new(rules, options.RowsPerRequest);
    private FitContext? _context;
    private ReplyCache? _cache;

    public string Warning => address.Warning;

    public JsonObject Facts => _counter.Facts(options);

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
            ? ServerAddress.Of(endpoint, model)
            : throw LayoutJson.Damaged("endpoint");
        RowRules rules = RowRules.FromJson(LayoutJson.Get(state.Settings, "rules"));
        Table pool = BootstrapModel.Load(state.Get("examples")).Rows;
        return pool.Columns.Select(c => (c.Name, c.Type)).SequenceEqual(rules.Columns.Select(c => (c.Name, c.Type)))
            ? new LlmModel(address, Options(state), rules, pool, Task.Delay)
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
        List<ReplyCell[]> kept = new(rows);
        CancellationToken cancellation = _context?.Cancellation ?? CancellationToken.None;
        using ChatServer server = new(address, options, _counter, delay);
        int needed = Requests(rows);
        long budget = options.RequestBudget ?? ((long)needed * SparePerRequest) + SpareRequests;
        int fruitless = 0;
        for (int asked = 0; kept.Count < rows;)
        {
            int wave = (int)Math.Min(Math.Min(Requests(rows - kept.Count), Wave), budget - asked);
            if (wave == 0)
            {
                throw TooFew(kept.Count, rows, $"The budget of {budget} requests is used up.");
            }

            (ChatReply Reply, int[] Examples)[] replies = await AskAsync(server, stream, asked, wave, cancellation).ConfigureAwait(false);
            asked += wave;
            foreach ((ChatReply reply, int[] examples) in replies)
            {
                fruitless = Take(reply, examples, kept, rows) > 0 ? 0 : fruitless + 1;
                if (fruitless >= options.FruitlessRequests && kept.Count < rows)
                {
                    throw TooFew(kept.Count, rows, $"{fruitless} replies in a row had no valid row.");
                }
            }

            _context?.Report($"Asking {address.Host} for rows", (double)kept.Count / rows, $"{kept.Count} of {rows} rows");
        }

        return kept;
    }

    private int Requests(int rows) => (int)(((long)rows + options.RowsPerRequest - 1) / options.RowsPerRequest);

    private async Task<(ChatReply Reply, int[] Examples)[]> AskAsync(ChatServer server, RandomStream stream, int first, int count,
        CancellationToken cancellation)
    {
        (ChatReply, int[])[] replies = new (ChatReply, int[])[count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellation };
        Task asking = Parallel.ForAsync(0, count, parallel, async (i, token) =>
        {
            (ChatRequest request, int[] examples) = Request(stream.Child(first + i));
            replies[i] = (await ReplyAsync(server, request, token).ConfigureAwait(false), examples);
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

    private async Task<ChatReply> ReplyAsync(ChatServer server, ChatRequest request, CancellationToken cancellation)
    {
        string key = request.Key();
        if (_cache?.Find(key) is { } kept)
        {
            _counter.Cached();
            return kept;
        }

        ChatReply reply = await server.AskAsync(request, cancellation).ConfigureAwait(false);
        _cache?.Keep(key, reply);
        return reply;
    }

    private (ChatRequest Request, int[] Examples) Request(RandomStream stream)
    {
        int[] examples = stream.Child("examples").Permutation(pool.Rows)[..Math.Min(options.Examples, pool.Rows)];
        int seed = stream.Child("seed").NextInt(int.MaxValue);
        return (new ChatRequest(address.Endpoint, address.Model, ChatPrompt.System, _prompt.User(pool, examples), _prompt.Schema,
            options.Temperature, seed), examples);
    }

    /// <summary>Adds a reply's valid rows, no more than were asked for.</summary>
    /// <returns>How many rows were valid.</returns>
    private int Take(ChatReply reply, int[] examples, List<ReplyCell[]> kept, int rows)
    {
        (List<JsonElement> found, int broken) = ReplyText.Split(reply.Text);
        _counter.Rejected(RowFault.Malformed, found.Count == 0 ? Math.Max(broken, 1) : broken);
        int valid = 0, used = 0, copies = 0;
        Lazy<HashSet<string>> shown = new(() => [.. examples.Select(i => Text(pool.Take([i])))]);
        foreach (JsonElement element in found.Take(options.RowsPerRequest))
        {
            RowFault fault = rules.Read(element, out ReplyCell[] cells);
            if (fault != RowFault.None)
            {
                _counter.Rejected(fault);
                continue;
            }

            valid++;
            if (kept.Count < rows)
            {
                kept.Add(cells);
                used++;
                copies += shown.Value.Contains(Text(rules.Build([cells]))) ? 1 : 0;
            }
        }

        _counter.Kept(used, valid - used + Math.Max(0, found.Count - options.RowsPerRequest), copies);
        return valid;
    }

    private static string Text(Table row) => ChatPrompt.Rows(row, [0]);

    private CausalLoomException TooFew(int kept, int rows, string why)
    {
        string summary = _counter.Summary();
        string refused = summary.Length == 0 ? string.Empty : $" Refused: {summary}.";
        return new CausalLoomException($"The model {CellText.Show(address.Model)} at {address.Host} gave {kept} valid rows of {rows}. "
            + $"{why}{refused} Use another model, or fewer columns.");
    }
}
