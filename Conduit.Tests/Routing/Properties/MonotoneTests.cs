using Conduit.Routing;
using Conduit.Routing.Signals;
using FsCheck;
using FsCheck.Xunit;

namespace Conduit.Tests.Routing.Properties;

/// <summary>Worse never looks better, in each function that the score is made of.</summary>
[Properties(Replay = "20240608,1001", MaxTest = 300, QuietOnSuccess = true)]
public sealed class MonotoneTests
{
    private const double Slack = 1e-6;

    [Property]
    public bool Cost_with_more_latency_or_more_in_flight_or_less_capacity_never_falls(PositiveInt latency, NonNegativeInt more, ushort inFlight, ushort others, PositiveInt capacity)
    {
        var cost = Score.Cost(latency.Get, inFlight, capacity.Get);
        return Score.Cost((double)latency.Get + more.Get, inFlight, capacity.Get) >= cost
            && Score.Cost(latency.Get, inFlight + others, capacity.Get) >= cost
            && Score.Cost(latency.Get, inFlight, (double)capacity.Get + more.Get) <= cost;
    }

    [Property]
    public bool Error_rate_after_one_result_more_goes_its_way(ushort[] results, NonNegativeInt pause)
    {
        double RateWith(LastResult last)
        {
            var signal = new ErrorSignal();
            var now = 0L;
            foreach (var result in results)
            {
                now += result;
                Tell(ref signal, result, now);
            }

            now += pause.Get;
            last(ref signal, now);
            return signal.Rate(0.1, now);
        }

        var before = RateWith((ref _, _) => { });
        var success = RateWith((ref signal, now) => signal.Success(now, now));
        return before is >= 0 and <= 1
            && RateWith((ref signal, now) => signal.Failure(now)) >= before - Slack
            && RateWith((ref signal, now) => signal.RateLimited(now)) >= before - Slack
            && success <= before + Slack
            && RateWith((ref signal, now) => signal.ClientError(now, now)) >= success - Slack;
    }

    [Property]
    public bool Latency_after_a_slower_sample_is_never_lower(ushort[] samples, ushort faster, ushort slower, NonNegativeInt pause)
    {
        (double Level, double Raised) After(long last)
        {
            var (signal, raised) = (new LatencySignal(), new LatencySignal());
            var now = 0L;
            foreach (var sample in samples)
            {
                now += sample;
                signal.Sample(sample, 1_000, now);
                raised.Sample(sample, 1_000, now);
            }

            signal.Sample(last, 1_000, now + pause.Get);
            raised.Raise(last, 1_000, now + pause.Get);
            return (signal.Project(1_000, idle: false, now + pause.Get), raised.Project(1_000, idle: false, now + pause.Get));
        }

        var (fast, slow) = (After(Math.Min(faster, slower)), After(Math.Max(faster, slower)));
        return slow.Level >= fast.Level - Slack && slow.Raised >= fast.Raised - Slack;
    }

    private delegate void LastResult(ref ErrorSignal signal, long now);

    private static void Tell(ref ErrorSignal signal, ushort result, long now)
    {
        switch (result % 4)
        {
            case 0:
                signal.Failure(now);
                break;
            case 1:
                signal.ClientError(now, now);
                break;
            case 2:
                signal.RateLimited(now);
                break;
            default:
                signal.Success(now, now);
                break;
        }
    }
}
