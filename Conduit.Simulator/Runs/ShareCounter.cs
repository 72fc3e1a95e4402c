namespace Conduit.Simulator.Runs;

/// <summary>Requests in equal steps of time: all of them, and those of one upstream.</summary>
internal sealed class ShareCounter
{
    private readonly TimeSpan _step;
    private (int All, int Own)[] _steps = new (int, int)[64];

    /// <param name="step">The finest window that can be asked for.</param>
    public ShareCounter(TimeSpan step) => _step = step;

    /// <summary>Counts a request.</summary>
    /// <param name="offset">Not negative.</param>
    /// <param name="own">Whether the upstream in question answered it.</param>
    public void Add(TimeSpan offset, bool own)
    {
        var index = (int)(offset.Ticks / _step.Ticks);
        if (index >= _steps.Length)
        {
            Array.Resize(ref _steps, Math.Max(index + 1, _steps.Length * 2));
        }

        _steps[index].All++;
        _steps[index].Own += own ? 1 : 0;
    }

    /// <summary>All requests and the upstream's own in steps <paramref name="from"/> to below <paramref name="to"/>.</summary>
    public (long All, long Own) Between(int from, int to)
    {
        long all = 0, own = 0;
        for (var i = from; i < Math.Min(to, _steps.Length); i++)
        {
            all += _steps[i].All;
            own += _steps[i].Own;
        }

        return (all, own);
    }
}
