using Conduit.Simulator.Runs.Lease;

namespace Conduit.Simulator.Serve;

/// <summary>
/// Who has the lab: the loop, a run that was asked for, or a run from outside that leased it. The loop gives way to
/// both; they give way to nobody. Thread-safe.
/// </summary>
internal sealed class LabHold
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _resumeAfter;
    private (string Holder, DateTimeOffset ExpiresAt)? _lease;
    private RunEntry? _waiting;
    private RunEntry? _posted;
    private CancellationTokenSource? _turn;
    private DateTimeOffset _resumeAt;
    private bool _orphaned;
    private TaskCompletionSource _changed = NewSignal();

    /// <param name="time">The clock.</param>
    /// <param name="resumeAfter">How long the loop waits after a run that took the lab from it.</param>
    public LabHold(TimeProvider time, TimeSpan resumeAfter)
    {
        _time = time;
        _resumeAfter = resumeAfter;
    }

    /// <summary>The lease in force; null holder where there is none.</summary>
    public LeaseDocument Lease(string target)
    {
        lock (_lock)
        {
            ExpireLease_NeedsLock();
            return new LeaseDocument(target, _lease?.Holder, _lease?.ExpiresAt);
        }
    }

    /// <summary>Leases the lab or renews the lease, and interrupts the loop.</summary>
    /// <returns>Who has the lab instead; null when it is leased.</returns>
    public string? TryLease(string holder, TimeSpan timeToLive)
    {
        lock (_lock)
        {
            ExpireLease_NeedsLock();
            if (_lease is { } lease && lease.Holder != holder)
            {
                return $"'{lease.Holder}' has leased the lab until {lease.ExpiresAt:O}";
            }

            if (PostedRun_NeedsLock() is { } run)
            {
                return run;
            }

            _lease = (holder, _time.GetUtcNow() + timeToLive);
            Stop_NeedsLock();
            Change_NeedsLock();
            return null;
        }
    }

    /// <summary>Gives a lease back; false when this holder has none.</summary>
    public bool Release(string holder)
    {
        lock (_lock)
        {
            ExpireLease_NeedsLock();
            if (_lease?.Holder != holder)
            {
                return false;
            }

            _lease = null;
            _resumeAt = _time.GetUtcNow() + _resumeAfter;
            Change_NeedsLock();
            return true;
        }
    }

    /// <summary>Asks for a run, and interrupts the loop.</summary>
    /// <returns>Who has the lab instead; null when the run is accepted.</returns>
    public string? TryPost(RunEntry run)
    {
        lock (_lock)
        {
            ExpireLease_NeedsLock();
            if (_lease is { } lease)
            {
                return $"'{lease.Holder}' has leased the lab until {lease.ExpiresAt:O}";
            }

            if (PostedRun_NeedsLock() is { } other)
            {
                return other;
            }

            _waiting = run;
            Stop_NeedsLock();
            Change_NeedsLock();
            return null;
        }
    }

    /// <summary>Ends the turn that is under way, and the run that waits for it to end.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            if (_waiting is { } run)
            {
                _waiting = null;
                _resumeAt = _time.GetUtcNow() + _resumeAfter;
                run.Ended(RunState.Cancelled, report: null, problem: null);
            }

            Stop_NeedsLock();
        }
    }

    /// <summary>Waits until the lab is free for the next turn, and begins it.</summary>
    /// <param name="stop">Gives up; also ends the turn.</param>
    public async Task<LabTurn> BeginAsync(CancellationToken stop)
    {
        while (true)
        {
            Task changed;
            TimeSpan wait;
            lock (_lock)
            {
                ExpireLease_NeedsLock();
                var now = _time.GetUtcNow();
                if (_lease is null && (_waiting is not null || now >= _resumeAt))
                {
                    (_posted, _waiting) = (_waiting, null);
                    (var orphaned, _orphaned) = (_orphaned, false);
                    _turn = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    return new LabTurn(_posted, orphaned, _turn.Token);
                }

                wait = (_lease?.ExpiresAt ?? _resumeAt) - now;
                changed = _changed.Task;
            }

            using var delay = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(changed, Task.Delay(wait, _time, delay.Token));
            await delay.CancelAsync();
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Ends the turn that <see cref="BeginAsync"/> began.</summary>
    public void End()
    {
        lock (_lock)
        {
            _turn?.Dispose();
            _turn = null;
            if (_posted is not null)
            {
                _posted = null;
                _resumeAt = _time.GetUtcNow() + _resumeAfter;
            }

            Change_NeedsLock();
        }
    }

    /// <summary>Completes when no turn is under way.</summary>
    /// <param name="stop">Gives up.</param>
    public async Task WhenIdleAsync(CancellationToken stop)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_turn is null)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(stop);
        }
    }

    private string? PostedRun_NeedsLock()
        => (_waiting ?? _posted) is { } run ? $"run {run.Id} of '{run.Scenario.Name}' has the lab" : null;

    private void ExpireLease_NeedsLock()
    {
        if (_lease is { } lease && _time.GetUtcNow() >= lease.ExpiresAt)
        {
            _lease = null;
            _orphaned = true;
            _resumeAt = lease.ExpiresAt + _resumeAfter;
        }
    }

    // What follows from it runs outside the lock.
    private void Stop_NeedsLock() => _ = _turn?.CancelAsync();

    private void Change_NeedsLock()
    {
        var before = _changed;
        _changed = NewSignal();
        before.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
