using Conduit.ProxyBench.Peers;

namespace Conduit.ProxyBench.Processes;

/// <summary>Peers that run side by side, and the folder of their files; both end with it.</summary>
internal sealed class Fleet(TimeProvider time) : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conduit-bench-");
    private readonly List<RunningPeer> _running = [];

    /// <summary>A folder for one more configuration of each peer.</summary>
    public DirectoryInfo Folder(string name) => _folder.CreateSubdirectory(name);

    public async Task<RunningPeer> StartAsync(Peer peer, CancellationToken stop)
    {
        var running = await RunningPeer.StartAsync(peer, time, stop);
        _running.Add(running);
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        // The upstreams came first.
        _running.Reverse();
        foreach (var peer in _running)
        {
            await peer.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
