namespace Conduit.Benchmarks;

/// <summary>Sends nothing: each message waits until it is told to be answered, as one on a network would. For one thread.</summary>
internal sealed class ManualTransport : HttpMessageHandler
{
    private readonly HttpResponseMessage _answer = new();
    private TaskCompletionSource<HttpResponseMessage> _waiting = new();

    public void Answer() => _waiting.SetResult(_answer);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _waiting = new TaskCompletionSource<HttpResponseMessage>();
        return _waiting.Task;
    }
}
