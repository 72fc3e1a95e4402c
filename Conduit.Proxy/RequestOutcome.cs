using Conduit.Routing;

namespace Conduit.Proxy;

/// <summary>How a request ended for its client: as its last attempt did, or without any.</summary>
internal enum RequestOutcome
{
    Pending = AttemptOutcome.Pending,
    Success = AttemptOutcome.Success,
    ClientError = AttemptOutcome.ClientError,
    RateLimited = AttemptOutcome.RateLimited,
    ServerError = AttemptOutcome.ServerError,
    ConnectFailure = AttemptOutcome.ConnectFailure,
    Timeout = AttemptOutcome.Timeout,
    Reset = AttemptOutcome.Reset,
    Truncated = AttemptOutcome.Truncated,
    ClientAbort = AttemptOutcome.ClientAbort,

    /// <summary>Refused: too many at once.</summary>
    Shed = 100,

    /// <summary>Nowhere to go: the pool is empty or isolated.</summary>
    NoUpstream = 101,
}
