namespace CausalLoom.Llm;

/// <summary>Where requests go and for which model; checked before anything is sent.</summary>
internal sealed record ServerAddress(Uri Endpoint, string Model)
{
    private const string OwnKey = "CAUSALLOOM_LLM_KEY", CommonKey = "OPENAI_API_KEY", KnownHost = "CAUSALLOOM_LLM_HOST";

    /// <summary>
    /// What a server that wants no key is sent. A key no longer than this is not looked for in messages: it would be found in any word.
    /// </summary>
    internal const string NoKey = "none";

    /// <summary>Whether a file named it, which may be anyone's, and not the user.</summary>
    public bool IsOfFile { get; init; }

    /// <summary>The server as messages name it.</summary>
    public string Host => Endpoint.Authority;

    /// <summary>What the user is told before anything is sent.</summary>
    public string Warning => $"warning: rows of your data are sent to {Host} (generator llm).";

    /// <summary>The address of the settings.</summary>
    /// <exception cref="CausalLoomException">A setting is absent or not usable.</exception>
    public static ServerAddress Of(LlmSettings settings)
    {
        Uri endpoint = settings.Endpoint
            ?? throw new CausalLoomException("Generator 'llm' needs a server: give the address of an OpenAI-compatible one (‹endpoint "
                + "http://localhost:8000/v1›).");
        if (string.IsNullOrWhiteSpace(settings.Model))
        {
            throw new CausalLoomException("Generator 'llm' needs to know which model to ask the server for: give "
                + "its name (‹llm-model NAME›).");
        }

        return Of(endpoint, settings.Model);
    }

    /// <summary>An address from its parts.</summary>
    /// <exception cref="CausalLoomException">It is not one of http or https, or carries a user name or query that could be a
    /// secret.</exception>
    public static ServerAddress Of(Uri endpoint, string model)
    {
        if (!endpoint.IsAbsoluteUri || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
        {
            throw new CausalLoomException("The address of the server of generator 'llm' is no http or https address (‹endpoint "
                + "http://localhost:8000/v1›).");
        }

        return endpoint.UserInfo.Length == 0 && endpoint.Query.Length == 0 && endpoint.Fragment.Length == 0
            ? new ServerAddress(endpoint, model)
            : throw new CausalLoomException("The address of the server of generator 'llm' carries a user name or a query, which would be "
                + "saved with the model: give the key in the environment variable OPENAI_API_KEY and the address without it.");
    }

    /// <summary>The key of the server, or a dummy for one that wants none. It goes into the request's header and nowhere else.</summary>
    /// <exception cref="CausalLoomException">A model file named a server that the user has not said may have the key.</exception>
    public string Key() => Key(Environment.GetEnvironmentVariable);

    /// <summary>The same, of an environment.</summary>
    internal string Key(Func<string, string?> environment)
    {
        string variable = string.IsNullOrWhiteSpace(environment(OwnKey)) ? CommonKey : OwnKey;
        string? key = environment(variable)?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            return NoKey;
        }

        bool known = !IsOfFile || Endpoint.IsLoopback
            || string.Equals(environment(KnownHost)?.Trim(), Host, StringComparison.OrdinalIgnoreCase)
            || (variable == CommonKey && Endpoint is { Scheme: "https", Host: "api.openai.com" });
        return known ? key : throw new CausalLoomException($"The model file names the server {Host}, which would be sent the key in the "
            + $"environment variable {variable}: say that you know it ({KnownHost}={Host}), or unset the key.");
    }
}
