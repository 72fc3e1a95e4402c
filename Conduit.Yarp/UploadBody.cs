using System.Runtime.CompilerServices;

namespace Conduit.Yarp;

/// <summary>
/// A request's body that is not held. Where requests run on the thread that read their bytes, that thread cannot receive
/// more of a large one until what it has is sent on, and every few kilobytes travel alone. So while a body comes in full
/// blocks its reader goes on elsewhere, and finds what has gathered meanwhile.
/// </summary>
internal sealed class UploadBody : PassingBody
{
    /// <summary>What Kestrel reads at once.</summary>
    private const int Block = 4_096;

    private bool _isBulk;

    public UploadBody(Stream body)
        : base(body)
    {
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Body.ReadAsync(buffer, cancellationToken);
        return read.IsCompletedSuccessfully ? new(Judged(read.Result)) : WaitAsync(read);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(ValueTask<int> read)
    {
        var count = await read;
        if (_isBulk)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        return Judged(count);
    }

    private int Judged(int count)
    {
        _isBulk = count >= Block;
        return count;
    }
}
