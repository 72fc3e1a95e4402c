using System.Globalization;
using System.Text.Json;
using Conduit.Lab;
using Conduit.Routing;
using Conduit.Upstreams.Chaos;
using Conduit.Upstreams.Faults;
using Microsoft.Extensions.Options;

namespace Conduit.Upstreams.Work;

/// <summary>The upstream's work: reads the request, takes its time, and answers, as far as the faults in force let it.</summary>
internal sealed class WorkEndpoint
{
    private const int LargestAnswer = 1 << 20;
    private const uint ServiceDraw = 0;
    private const uint FaultDraws = 2;

    private readonly string _name;
    private readonly ServiceTime _serviceTime;
    private readonly ChaosState _chaos;
    private readonly Chance _chance;
    private readonly TimeProvider _time;
    private readonly TrueDelay _delay;
    private readonly CancellationToken _stopping;
    private long _number;

    public WorkEndpoint(IOptions<UpstreamOptions> options, ChaosState chaos, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        _name = options.Value.Name;
        _serviceTime = options.Value.ServiceTime;
        _chance = new Chance(options.Value.Seed);
        _chaos = chaos;
        _time = time;
        _delay = new TrueDelay(time);
        _stopping = lifetime.ApplicationStopping;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var arrived = _chaos.Now;
        var number = (ulong)Interlocked.Increment(ref _number);
        if (!TryReadSize(context.Request, out var size))
        {
            await Results.Problem($"size: allowed is 0 to {LargestAnswer}", statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
            return;
        }

        var effects = _chaos.Faults.Meet(context.Request.Path.Value, arrived, _chance, number, FaultDraws);
        try
        {
            var bodyBytes = await DrainAsync(context);
            if (effects.Hangs)
            {
                await HangFault.ApplyAsync(context, _time, _stopping);
                return;
            }

            var work = LatencyFault.Apply(effects, _serviceTime.Sample(_chance, number, ServiceDraw));
            await PauseFault.WaitAsync(_chaos, arrived + work, _delay, context.RequestAborted);
            await AnswerAsync(context, effects, new(
                _name, context.Request.Method, context.Request.Path.Value ?? "/", Math.Round(work.TotalMilliseconds, 3), bodyBytes), size);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; there is nobody to answer.
        }
    }

    private static Task AnswerAsync(HttpContext context, FaultEffects effects, WorkAnswer answer, int size)
    {
        if (effects.Resets)
        {
            ResetFault.Apply(context);
            return Task.CompletedTask;
        }

        if (effects.Status is { } status)
        {
            return ErrorFault.ApplyAsync(context, status);
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(answer, WorkJson.Default.WorkAnswer);
        if (size > body.Length)
        {
            // Blanks after the value are JSON still, and meet any size to the byte.
            var end = body.Length;
            Array.Resize(ref body, size);
            body.AsSpan(end).Fill((byte)' ');
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return effects.Truncates
            ? TruncateFault.ApplyAsync(context, body)
            : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static bool TryReadSize(HttpRequest request, out int size)
    {
        size = 0;
        return !request.QueryString.HasValue || !request.Query.TryGetValue("size", out var text)
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size <= LargestAnswer);
    }

    private static async ValueTask<long> DrainAsync(HttpContext context)
    {
        if (context.Request.ContentLength is 0 or null && context.Request.Headers.TransferEncoding.Count == 0 && context.Request.Protocol != HttpProtocol.Http2)
        {
            return 0;
        }

        var total = 0L;
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            total += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return total;
            }
        }
    }
}
