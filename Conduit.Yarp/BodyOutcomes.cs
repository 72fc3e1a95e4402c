using Conduit.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace Conduit.Yarp;

/// <summary>What YARP's word on how forwarding ended says of an attempt.</summary>
internal static class BodyOutcomes
{
    /// <param name="error">YARP's word.</param>
    /// <param name="status">Status of the upstream's answer, 0 if there was none.</param>
    /// <param name="clientAborted">Whether the client went away; YARP itself cuts its connection after some errors.</param>
    public static AttemptOutcome Of(ForwarderError error, int status, bool clientAborted) => error switch
    {
        // Nothing was sent: what stands after the router has answered by itself, or thrown. It says nothing of the upstream.
        ForwarderError.None when status == 0 => AttemptOutcome.ClientAbort,
        ForwarderError.None => AttemptOutcomes.FromStatus(status),
        // An upgraded connection ends when either side has had enough.
        ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeRequestDestination or ForwarderError.UpgradeRequestCanceled
            or ForwarderError.UpgradeResponseClient or ForwarderError.UpgradeResponseDestination or ForwarderError.UpgradeResponseCanceled
            or ForwarderError.UpgradeActivityTimeout => AttemptOutcome.Success,
        // Before the client's own going: this error makes YARP cut the client off.
        ForwarderError.ResponseBodyDestination => AttemptOutcome.Truncated,
        // It answered without reading the request to its end, as it may; or this side cannot pass its headers on.
        ForwarderError.RequestBodyDestination or ForwarderError.ResponseHeaders when status != 0 => AttemptOutcomes.FromStatus(status),
        _ when clientAborted => AttemptOutcome.ClientAbort,
        ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyClient
            or ForwarderError.RequestCanceled or ForwarderError.RequestCreation => AttemptOutcome.ClientAbort,
        ForwarderError.ResponseBodyCanceled => AttemptOutcome.Truncated,
        ForwarderError.RequestTimedOut => AttemptOutcome.Timeout,
        _ => AttemptOutcome.Reset,
    };
}
