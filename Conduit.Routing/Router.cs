using Conduit.Routing.Breaking;
using Conduit.Routing.Budgets;
using Conduit.Routing.Deciding;
using Conduit.Routing.Policies;
using Conduit.Routing.Telemetry;

namespace Conduit.Routing;

/// <summary>
/// Decides, for one pool, where each attempt of each request goes. Thread-safe and lock-free: what it reads is atomic,
/// what it writes of an upstream goes through <see cref="Feedback"/>.
/// </summary>
public sealed class Router
{
    private readonly MonotonicClock _clock;
    private readonly Chance _chance;
    private readonly BreakerTimes _breakerTimes;
    private readonly Ejector _ejector;
    private readonly Trials _trials;
    private readonly Choice _choice;
    private readonly PeerReference _peers;
    private readonly Ejections _ejections = new();
    private readonly long _slowStart;
    private readonly bool _hedges;
    private readonly SafeTraffic _safe;
    private UpstreamPool _pool = UpstreamPool.Empty;
    private readonly IRouterObserver _observer;
    private long _number;

    /// <summary>Creates a router without upstreams; see <see cref="Update(IReadOnlyList{UpstreamDefinition})"/>.</summary>
    /// <param name="policy">One of <see cref="PolicyNames"/>.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="time">The clock of all its measurements.</param>
    /// <param name="observer">Hears of its decisions; null for nobody.</param>
    /// <exception cref="ArgumentException">No such policy.</exception>
    public Router(string policy, RouterOptions options, TimeProvider time, IRouterObserver? observer = null)
        : this(policy, PolicyNames.Create(policy, options), options, time, observer)
    {
    }

    internal Router(string name, RoutingPolicy policy, RouterOptions options, TimeProvider time, IRouterObserver? observer = null)
    {
        Policy = name;
        Options = options;
        _clock = new MonotonicClock(time);
        _chance = new Chance(options.Seed);
        _breakerTimes = new BreakerTimes(options.Breaker);
        _peers = new PeerReference(options.Hedging.Quantile);
        _slowStart = MonotonicClock.Microseconds(options.SlowStart);
        _hedges = options.Hedging.BudgetPerRequest > 0;
        _observer = observer ?? SilentObserver.Instance;
        Routes = new RouteTable(options.MaxRoutes);
        var hedgingBudget = _hedges ? new TokenBucket(options.Hedging.BudgetPerRequest, options.Hedging.BudgetCap, options.Hedging.BudgetCap) : null;
        _safe = new SafeTraffic(_breakerTimes.UnsafeTrialAfter);
        var retryBudget = new TokenBucket(options.Failover.BudgetPerRequest, options.Failover.BudgetCap, options.Failover.BudgetStart);
        _ejector = new Ejector(options.Breaker, Routes, _breakerTimes, _peers, _ejections, _observer);
        Feedback = new Feedback(_clock, _peers, _ejector, _observer);
        _trials = new Trials(options, _chance, retryBudget, _ejections, _peers, _ejector, hedgingBudget, _safe, _observer);
        _choice = new Choice(policy, options, _chance, retryBudget, hedgingBudget, _peers, _safe, _observer);
    }

    /// <summary>Name of the policy that chooses.</summary>
    public string Policy { get; }

    /// <summary>The options it was created with.</summary>
    public RouterOptions Options { get; }

    /// <summary>Takes the results; the only writer of what is known of an upstream.</summary>
    public Feedback Feedback { get; }

    /// <summary>Its upstreams.</summary>
    public IReadOnlyList<Upstream> Upstreams => Volatile.Read(ref _pool).All;

    /// <summary>Now, in microseconds on its clock.</summary>
    public long Now => _clock.Now;

    /// <summary>The clock behind <see cref="Now"/>.</summary>
    public TimeProvider Time => _clock.Time;

    /// <summary>True if a request could be routed without panic: at least one upstream is neither open nor isolated.</summary>
    public bool IsReady
    {
        get
        {
            foreach (var upstream in Volatile.Read(ref _pool).All)
            {
                if (upstream.IsRoutable)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// Takes over a configuration. An upstream that keeps its name and address keeps all that is known of it, one that
    /// keeps its name stays isolated.
    /// </summary>
    /// <param name="definitions">The upstreams from now on, names unique.</param>
    public void Update(IReadOnlyList<UpstreamDefinition> definitions) => Update(definitions, null);

    /// <summary>The same for a host that wants to find something again with each decision: no decision is for an upstream without it.</summary>
    /// <param name="definitions">The upstreams from now on, names unique.</param>
    /// <param name="tags">The <see cref="Upstream.Tag"/> of each, in the order of the definitions; null to leave them as they are.</param>
    public void Update(IReadOnlyList<UpstreamDefinition> definitions, IReadOnlyList<object?>? tags)
    {
        var old = Volatile.Read(ref _pool);
        var now = _clock.Now;
        var upstreams = new Upstream[definitions.Count];
        for (var i = 0; i < upstreams.Length; i++)
        {
            var definition = definitions[i];
            if (old.ById.TryGetValue(definition.Id, out var known) && known.Definition.Address == definition.Address)
            {
                known.Redefine(definition);
                upstreams[i] = known;
            }
            else
            {
                upstreams[i] = new Upstream(definition, _breakerTimes, _slowStart, new Chance(_chance.Bits((ulong)i)), now);
                // Whoever excluded it by hand meant its name, wherever that leads.
                upstreams[i].SetIsolated(known is { IsIsolated: true });
            }

            if (tags is not null)
            {
                upstreams[i].Tag = tags[i];
            }
        }

        Volatile.Write(ref _pool, new UpstreamPool(upstreams));
        _ejector.PoolIs(upstreams.Length);
        foreach (var gone in old.All)
        {
            if (Array.IndexOf(upstreams, gone) < 0)
            {
                gone.Leave();
                _ejections.Remove(gone);
            }
        }

        _peers.Invalidate();
        _observer.UpstreamsChanged(upstreams);
    }

    /// <summary>Excludes an upstream by hand, or lets it back; false if there is none of that name.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="isolated">True to exclude.</param>
    public bool TryIsolate(string id, bool isolated)
    {
        if (!Volatile.Read(ref _pool).ById.TryGetValue(id, out var upstream))
        {
            return false;
        }

        if (upstream.IsIsolated != isolated)
        {
            upstream.SetIsolated(isolated);
            _peers.Invalidate();
            _observer.BreakerChanged(upstream, upstream.BreakerState);
        }

        return true;
    }

    /// <summary>What is known of every upstream now, scored as a choice among all of them would.</summary>
    public RouterSnapshot Snapshot() => Snapshot(out _);

    /// <summary>The same, with the upstreams it shows, in its order: read apart, the two could be of different pools.</summary>
    internal RouterSnapshot Snapshot(out IReadOnlyList<Upstream> upstreams)
    {
        var now = _clock.Now;
        var pool = Volatile.Read(ref _pool).All;
        _peers.Refresh(pool, SeparateRoutes, now);
        upstreams = pool;
        return RouterSnapshot.Of(pool, Routes, _peers, now);
    }

    /// <summary>Decides and begins a request's first attempt; false if there is no upstream to route to.</summary>
    /// <param name="request">A request without attempts.</param>
    public bool TryBegin(RoutedRequest request)
    {
        var now = _clock.Now;
        request.StartedAt = now;
        var pool = Volatile.Read(ref _pool).All;
        _peers.Refresh(pool, SeparateRoutes, now);
        _choice.Deposit();
        _safe.Note(request, now);
        var span = RoutingSpans.BeginDecision();
        var begun = _trials.TryBegin(request, pool, now) || _choice.TryBegin(request, pool, now);
        RoutingSpans.EndDecision(span, request, begun);
        return begun;
    }

    /// <summary>
    /// Decides and begins a further attempt on an upstream not tried yet; false if there is none, the attempts or the
    /// budget are used up, or all breakers are open.
    /// </summary>
    /// <param name="request">A request whose latest attempt failed in a way that may be tried again.</param>
    public bool TryBeginFailover(RoutedRequest request)
        => !request.InPanic
            && request.AttemptCount < Options.Failover.MaxAttempts
            && TryBeginFurther(request, DecisionReason.Failover);

    /// <summary>Wait before a further attempt: none before the second, then random within the options' bounds.</summary>
    /// <param name="request">The request, its failed attempts counted.</param>
    public TimeSpan FailoverDelay(RoutedRequest request)
    {
        if (request.AttemptCount < 2)
        {
            return TimeSpan.Zero;
        }

        var unit = new Draw(_chance, request.Number, request.AttemptCount).Unit(RoutingPolicy.OwnDraws - 1);
        return Options.Failover.MinDelay + (unit * (Options.Failover.MaxDelay - Options.Failover.MinDelay));
    }

    /// <summary>
    /// Wait before an attempt beside the latest one: longer than the other upstreams usually take, since a slow upstream
    /// must not set the standard for itself; none at all beside a trial or an exploration. <see cref="Timeout.InfiniteTimeSpan"/> if there is none to be: only safe
    /// requests without a body are sent twice at once, and none before anything has been measured.
    /// </summary>
    /// <param name="request">The request, its latest attempt under way.</param>
    public TimeSpan HedgeDelay(RoutedRequest request)
    {
        if (!_hedges || request.InPanic || !request.MayHedge || request.Body != BodyKind.None || !request.IsSafeToTry
            || request.AttemptCount >= Options.Failover.MaxAttempts || Volatile.Read(ref _pool).All.Length < 2)
        {
            return Timeout.InfiniteTimeSpan;
        }

        if (request[request.Latest].IsToLearn)
        {
            // Nobody waits for an answer that may never come.
            return TimeSpan.Zero;
        }

        return UsualWait(request) ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>
    /// Decides and begins an attempt beside the latest one; false if no other upstream promises an answer sooner, or the
    /// attempts or the budget are used up.
    /// </summary>
    /// <param name="request">A request that has waited for <see cref="HedgeDelay"/>.</param>
    public bool TryBeginHedge(RoutedRequest request)
        => request.AttemptCount < Options.Failover.MaxAttempts
            && TryBeginFurther(request, DecisionReason.Hedge);

    /// <summary>
    /// The number of a route for <see cref="RoutedRequest.Route"/>: the same for the same name, up to
    /// <see cref="RouterOptions.MaxRoutes"/> of them, and 0 for all others.
    /// </summary>
    /// <param name="name">Whatever tells one kind of request from another, such as a path's first segment.</param>
    public int RouteOf(ReadOnlySpan<char> name) => Routes.NumberOf(name);

    /// <summary>
    /// Wait for the latest attempt while a trial's or an exploration's good answer is at hand: what is usual, as before a
    /// hedge. Never endless, whether or not there may be more attempts: nobody is to miss an answer that has come.
    /// </summary>
    internal TimeSpan StandInDelay(RoutedRequest request) => UsualWait(request) ?? Options.Hedging.MinDelay;

    /// <summary>Longer than the upstreams other than the latest attempt's usually take; null before anything has been measured.</summary>
    private TimeSpan? UsualWait(RoutedRequest request)
    {
        var others = _peers.TailBeside(request[request.Latest].Upstream);
        if (double.IsNaN(others))
        {
            return null;
        }

        var usual = MonotonicClock.Span((long)others);
        return usual > Options.Hedging.MinDelay ? usual : Options.Hedging.MinDelay;
    }

    private bool TryBeginFurther(RoutedRequest request, DecisionReason reason)
    {
        var span = RoutingSpans.BeginDecision();
        var begun = _choice.TryBeginFurther(request, Volatile.Read(ref _pool).All, _clock.Now, reason);
        RoutingSpans.EndDecision(span, request, begun);
        return begun;
    }

    internal RouteTable Routes { get; }

    private int SeparateRoutes => Routes.Separates ? Routes.Count : 0;

    internal ulong NextNumber() => (ulong)Interlocked.Increment(ref _number);
}
