using Microsoft.Extensions.Hosting;

namespace Conduit.ServiceDefaults;

/// <summary>
/// Ends a service when its standard input ends. The host that started it holds the other end of that pipe, so the service
/// outlives its host in no case, not even when the host is killed.
/// </summary>
internal sealed class Lifeline(IHostApplicationLifetime lifetime, TimeProvider time, Stream input, Action<int> exit) : IHostedService
{
    /// <summary>The environment variable that asks for it, with the value <see cref="StandardInput"/>.</summary>
    public const string Key = "CONDUIT_LIFELINE";

    public const string StandardInput = "stdin";

    // A service that does not stop by itself in this time is ended: nobody is left who could do it.
    private static readonly TimeSpan Mercy = TimeSpan.FromSeconds(4);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: a read from a pipe cannot be cancelled and must not hold a pool thread for good.
        new Thread(Watch) { IsBackground = true, Name = nameof(Lifeline) }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        var ignored = new byte[64];
        while (ReadFrom(input, ignored) > 0)
        {
        }

        lifetime.StopApplication();
        _ = ExitAsync();
    }

    private async Task ExitAsync()
    {
        await Task.Delay(Mercy, time);
        exit(1);
    }

    private static int ReadFrom(Stream input, byte[] buffer)
    {
        try
        {
            return input.Read(buffer);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
