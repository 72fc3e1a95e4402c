namespace Conduit.Routing;

/// <summary>How one attempt on one upstream ended: who failed, and where.</summary>
public enum AttemptOutcome
{
    /// <summary>Not ended yet.</summary>
    Pending,

    /// <summary>Complete answer below 400, or 501 and 505, which tell of the request and not of the upstream.</summary>
    Success,

    /// <summary>Client: 4xx other than 429.</summary>
    ClientError,

    /// <summary>Upstream: 429.</summary>
    RateLimited,

    /// <summary>Upstream: 5xx other than 501 and 505.</summary>
    ServerError,

    /// <summary>Upstream, connect: refused, unreachable, unresolved, or TLS failed. Nothing of the request was read.</summary>
    ConnectFailure,

    /// <summary>Upstream, headers: none within the attempt's time.</summary>
    Timeout,

    /// <summary>Upstream, headers: the connection broke before they were complete.</summary>
    Reset,

    /// <summary>Upstream, body: the connection broke within it.</summary>
    Truncated,

    /// <summary>Proxy: a hedge that lost.</summary>
    Superseded,

    /// <summary>Client: it went away, or was answered before anything was sent.</summary>
    ClientAbort,
}
