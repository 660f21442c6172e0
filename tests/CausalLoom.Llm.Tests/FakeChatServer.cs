using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CausalLoom.Llm.Tests;

/// <summary>
/// A small HTTP server on a free port of this machine that answers chat completions as a test says: well, badly, late or never. It is
/// written on sockets because a proper server cannot break off in the middle of an answer.
/// </summary>
internal sealed class FakeChatServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Func<FakeRequest, FakeAnswer> _answer;
    private readonly Lock _gate = new();
    private readonly List<FakeRequest> _requests = [];

    public FakeChatServer(Func<FakeRequest, FakeAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");
        _ = AcceptAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>The requests so far, in the order of their arrival.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public void Dispose()
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        _closing.Cancel();
        _listener.Stop();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_closing.Token).ConfigureAwait(false);
                _ = Task.Run(() => ServeAsync(client, _closing.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken closing)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                (string head, string body) = await ReadAsync(stream, closing).ConfigureAwait(false);
                FakeRequest request;
                lock (_gate)
                {
                    request = new FakeRequest(_requests.Count, head, JsonNode.Parse(body)!.AsObject());
                    _requests.Add(request);
                }

                FakeAnswer answer = _answer(request);
                if (answer.Hangs)
                {
                    await Task.Delay(Timeout.Infinite, closing).ConfigureAwait(false);
                }

                if (answer.Writes is { } writes)
                {
                    await writes(stream, closing).ConfigureAwait(false);
                    return;
                }

                byte[] content = Encoding.UTF8.GetBytes(answer.Body);
                string headers = string.Concat(answer.Headers.Select(h => $"{h.Name}: {h.Value}\r\n"));
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer.Status} Said\r\nContent-Type: "
                    + $"application/json\r\nContent-Length: {content.Length}\r\nConnection: close\r\n{headers}\r\n"), closing)
                    .ConfigureAwait(false);
                await stream.WriteAsync(content.AsMemory(0, answer.BreaksOff ? content.Length / 2 : content.Length), closing)
                    .ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or JsonException)
            {
                // The client gave up, or the test is over.
            }
        }
    }

    private static async Task<(string Head, string Body)> ReadAsync(NetworkStream stream, CancellationToken closing)
    {
        using MemoryStream kept = new();
        byte[] buffer = new byte[1 << 14];
        int end = -1, length = 0;
        while (end < 0 || kept.Length < end + 4 + length)
        {
            int read = await stream.ReadAsync(buffer, closing).ConfigureAwait(false);
            if (read == 0)
            {
                throw new IOException("The client closed the connection.");
            }

            kept.Write(buffer, 0, read);
            if (end < 0)
            {
                end = kept.GetBuffer().AsSpan(0, (int)kept.Length).IndexOf("\r\n\r\n"u8);
                length = end < 0 ? 0 : ContentLength(Encoding.ASCII.GetString(kept.GetBuffer(), 0, end));
            }
        }

        byte[] all = kept.ToArray();
        return (Encoding.ASCII.GetString(all, 0, end), Encoding.UTF8.GetString(all, end + 4, length));
    }

    private static int ContentLength(string head) =>
        int.Parse(head.Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1],
            System.Globalization.CultureInfo.InvariantCulture);
}
