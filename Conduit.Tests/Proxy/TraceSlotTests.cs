using Conduit.Proxy.Telemetry;
using Conduit.Tests.Routing.Stress;

namespace Conduit.Tests.Proxy;

[Collection(nameof(Threads))]
public sealed class TraceSlotTests
{
    [Fact]
    public void TryRead_amid_writes_of_many_threads_is_never_torn()
    {
        var slot = new TraceSlot();
        var (written, read) = (0, 0);
        void Write(int i)
        {
            var record = new TraceRecord { Id = i, TraceId = i, At = DateTimeOffset.UnixEpoch.AddTicks(i), Method = Text(i), Path = Text(i), Status = i, Duration = new(i) };
            Interlocked.Add(ref written, slot.TryWrite(in record) ? 1 : 0);
        }

        Threads.Hammer(300_000, Write, Write, _ =>
        {
            if (slot.TryRead(out var record))
            {
                read++;
                Assert.Equal(
                    (record.Id, (Int128)record.Id, record.Id, Text((int)record.Id), Text((int)record.Id), record.Id, record.Id),
                    (record.Status, record.TraceId, record.At.Ticks - DateTimeOffset.UnixEpoch.Ticks, record.Method, record.Path, record.Duration.Ticks, record.Id));
            }
        });

        Assert.True(written > 0 && read > 0);
    }

    [Fact]
    public void TryRead_before_anything_was_written_gives_nothing()
        => Assert.False(new TraceSlot().TryRead(out _));

    private static string Text(int i) => i % 2 == 0 ? "even" : "odd";
}
