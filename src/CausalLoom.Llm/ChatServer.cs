using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using CausalLoom.Io;
using OpenAI;
using OpenAI.Chat;

namespace CausalLoom.Llm;

/// <summary>
/// Sends requests to an OpenAI-compatible server and is patient with it: what may pass (a busy server, a timeout, a broken line) is
/// tried again after a growing delay or the one the server asks for; what will not is an error at once, and so is a server that has
/// shown no sign of life for long. It follows no redirection, so rows go to the host that was named and nowhere else.
/// </summary>
internal sealed class ChatServer : IDisposable
{
    // Some million tokens: more than any model writes at once, and little beside the memory of any machine.
    internal const int MaxReplyBytes = 1 << 22;
    private const int ShownOfAnswer = 200;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly ServerAddress _address;
    private readonly LlmOptions _options;
    private readonly RequestCounter _counter;
    private readonly Pace _pace;
    private readonly ServerPulse _pulse;
    private readonly string _key;
    private readonly HttpClient _http;
    private readonly HttpClientPipelineTransport _transport;
    private readonly ChatClient _client;
    private volatile bool _unconstrained;

    /// <summary>A connection to a server.</summary>
    /// <param name="address">The server and the model.</param>
    /// <param name="options">Timeouts and attempts.</param>
    /// <param name="counter">Counts what is sent.</param>
    /// <param name="pace">The time.</param>
    public ChatServer(ServerAddress address, LlmOptions options, RequestCounter counter, Pace pace)
    {
        _key = address.Key();
        _address = address;
        _options = options;
        _counter = counter;
        _pace = pace;
        _pulse = new ServerPulse(options, pace.Clock);
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !address.Endpoint.IsLoopback,
            ConnectTimeout = ConnectTimeout,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _transport = new HttpClientPipelineTransport(_http);
        _client = new ChatClient(address.Model, new ApiKeyCredential(_key), new OpenAIClientOptions
        {
            Endpoint = address.Endpoint,
            Transport = _transport,
            // Time is kept by SendAsync alone: of two equal clocks either may ring first, and only one knows what to say.
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            RetryPolicy = new ClientRetryPolicy(0),
        });
    }

    /// <summary>Asks until there is a reply.</summary>
    /// <exception cref="CausalLoomException">The server refuses, or fails as often as the options allow.</exception>
    public async Task<ChatReply> AskAsync(ChatRequest request, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            bool constrained = !_unconstrained;
            Answer answer = await SendAsync(request.Body(constrained), attempt > 1, cancellation).ConfigureAwait(false);
            if (answer.Status == 400 && constrained)
            {
                // Not every server knows schemas; one that does not says so by 400 and is asked once more without.
                answer = await SendAsync(request.Body(constrained: false), true, cancellation).ConfigureAwait(false);
                _unconstrained |= answer.Reply is not null;
            }

            if (answer.Reply is { } reply)
            {
                _pulse.Seen();
                _counter.Answered(reply);
                return reply;
            }

            Refuse(answer);
            TimeSpan wait = Wait(answer, attempt);
            if (_pulse.Left < wait)
            {
                throw Late();
            }

            await _pace.Delay(wait, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _transport.Dispose();
        _http.Dispose();
    }

    /// <summary>What cannot pass by trying again.</summary>
    private void Refuse(Answer answer)
    {
        string? advice = answer.Status switch
        {
            401 or 403 => "does not accept the key: set it in the environment variable CAUSALLOOM_LLM_KEY or OPENAI_API_KEY",
            404 or 405 => $"has no chat completions at {_address.Endpoint.AbsoluteUri} or no model {CellText.Show(_address.Model)}: check "
                + $"‹endpoint› (it usually ends in /v1) and ‹llm-model›",
            >= 300 and < 400 => "redirects to another address, to which no rows are sent: give that address (‹endpoint›)",
            408 or 409 or 425 or 429 => null,
            >= 400 and < 500 => "refuses the request: check ‹llm-model›, or ask for fewer columns",
            _ => null,
        };
        if (advice is not null)
        {
            throw new CausalLoomException($"The server at {_address.Host} {advice}. It answered {answer.Fault}.");
        }
    }

    private TimeSpan Wait(Answer answer, int attempt)
    {
        if (attempt >= _options.Attempts)
        {
            throw Lost($"failed {attempt} times in a row, last with {answer.Fault}");
        }

        if (answer.Asked is not null)
        {
            _pulse.Seen();
        }
        else if (_pulse.IsLost(out TimeSpan silence))
        {
            throw Lost($"has given no reply for {Seconds(silence)} seconds, last {answer.Fault}");
        }

        TimeSpan backoff = RetryDelay.Backoff(_options, attempt);
        if (answer.Asked is not { } asked)
        {
            return backoff;
        }

        return asked <= _options.LongestDelay
            ? TimeSpan.FromTicks(Math.Max(asked.Ticks, backoff.Ticks))
            : throw new CausalLoomException($"The server at {_address.Host} asks to be left alone for {Math.Ceiling(asked.TotalSeconds)} "
                + $"seconds ({answer.Fault}). Run again after that: replies kept by ‹llm-cache› are not asked for again.");
    }

    private CausalLoomException Lost(string how) => new($"The server at {_address.Host} {how}. Check that it runs and that ‹endpoint› "
        + $"is right, then run again: replies kept by ‹llm-cache› are not asked for again.");

    private CausalLoomException Late() => new($"The server at {_address.Host} has not brought the rows within the "
        + $"{Seconds(_options.Deadline!.Value)} seconds that a draw may take (‹set llm.options.deadline=SECONDS›). Run again to go on: "
        + $"replies kept by ‹llm-cache› are not asked for again.");

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private async Task<Answer> SendAsync(string body, bool again, CancellationToken cancellation)
    {
        TimeSpan? left = _pulse.Left;
        if (left <= TimeSpan.Zero)
        {
            throw Late();
        }

        _counter.Sent(again);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bool last = left < _options.Timeout;
        limit.CancelAfter(last ? left!.Value : _options.Timeout);
        try
        {
            RequestOptions options = new()
                { CancellationToken = limit.Token, ErrorOptions = ClientErrorBehaviors.NoThrow, BufferResponse = false };
            using BinaryContent content = BinaryContent.Create(BinaryData.FromString(body));
            ClientResult result = await _client.CompleteChatAsync(content, options).ConfigureAwait(false);
            using PipelineResponse response = result.GetRawResponse();
            return await ReadAsync(response, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e) && !cancellation.IsCancellationRequested)
        {
            string fault = limit.IsCancellationRequested ? $"no answer within {Seconds(_options.Timeout)} seconds"
                : e is OperationCanceledException ? $"no connection within {Seconds(ConnectTimeout)} seconds"
                : Clean(e.GetBaseException().Message).TrimEnd('.');
            return limit.IsCancellationRequested && last ? throw Late() : new Answer(0, null, fault, null);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }

    private async Task<Answer> ReadAsync(PipelineResponse response, CancellationToken cancellation)
    {
        byte[]? body = await BodyAsync(response, cancellation).ConfigureAwait(false);
        if (response.Status == 200)
        {
            ChatReply? reply = body is null ? null : ChatReply.Read(body);
            return new Answer(200, reply, body is null ? $"an answer of more than {MaxReplyBytes} bytes"
                : "an answer that is no chat completion", null);
        }

        string said = body is null ? string.Empty : Clean(System.Text.Encoding.UTF8.GetString(body));
        string fault = said.Length == 0 ? $"status {response.Status}" : $"status {response.Status} ({said})";
        _ = response.Headers.TryGetValue("Retry-After", out string? after);
        _ = response.Headers.TryGetValue("Date", out string? date);
        return new Answer(response.Status, null, fault, RetryDelay.Asked(after, date));
    }

    /// <summary>The bytes of an answer, or null where there are too many.</summary>
    private static async Task<byte[]?> BodyAsync(PipelineResponse response, CancellationToken cancellation)
    {
        using MemoryStream kept = new();
        byte[] buffer = new byte[1 << 14];
        Stream stream = response.ContentStream ?? Stream.Null;
        for (int read = -1; read != 0;)
        {
            read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false);
            kept.Write(buffer, 0, read);
            if (kept.Length > MaxReplyBytes)
            {
                return null;
            }
        }

        return kept.ToArray();
    }

    private static bool IsFailure(Exception e) => e is ClientResultException or HttpRequestException or IOException
        or OperationCanceledException or AggregateException or InvalidOperationException or FormatException or ArgumentException;

    /// <summary>A server's words for a message: one line, not long, without the key that some servers repeat.</summary>
    private string Clean(string text) => VisibleText.Line(
        _key.Length > ServerAddress.NoKey.Length ? text.Replace(_key, "***", StringComparison.Ordinal) : text, ShownOfAnswer);

    private readonly record struct Answer(int Status, ChatReply? Reply, string Fault, TimeSpan? Asked);
}
