using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Runs.Lease;
using Conduit.Simulator.Runs.Target;

namespace Conduit.Simulator.Commands;

/// <summary>
/// Real load from the command line, from checks to exit code. Nothing starts before every check has passed, and a lab that
/// loops stands aside meanwhile.
/// </summary>
/// <typeparam name="TTarget">What the load is sent to.</typeparam>
/// <typeparam name="TStory">What there is to tell afterwards.</typeparam>
internal abstract class LiveSession<TTarget, TStory>
    where TTarget : class
{
    private static readonly TimeSpan ControlTimeout = TimeSpan.FromSeconds(3);

    private readonly LiveRequest _request;
    private readonly RunSource _source;

    protected LiveSession(CommandHost host, LiveRequest request, RunSource source)
    {
        Host = host;
        _request = request;
        _source = source;
    }

    protected CommandHost Host { get; }

    public async Task<ExitCode> RunAsync(CancellationToken stop)
    {
        if (_source.Open(Host, _request.Report, _request.Record) is not var (input, files))
        {
            return ExitCode.BadInput;
        }

        using var control = LoadClient.Create(ControlTimeout);
        try
        {
            return await CheckAndRunAsync(input, files, control, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Before the run began: there is nothing to report and nothing to take back.
            return ExitCode.Interrupted;
        }
    }

    /// <summary>Looks whether all is there that the run needs.</summary>
    protected abstract Task<(TTarget? Target, RunProblem? Problem)> LookAsync(RunInput input, HttpMessageInvoker control, CancellationToken stop);

    /// <summary>All targets, by which a lab knows whether it is concerned.</summary>
    protected abstract IReadOnlyList<LabTarget> Targets(TTarget target);

    /// <summary>Runs, to the end or until stopped.</summary>
    protected abstract Task<TStory> RunAsync(RunInput input, RunFiles files, TTarget target, HttpMessageInvoker control, CancellationToken stop);

    /// <summary>The same with more for its reader to know.</summary>
    protected abstract TStory With(TStory story, string warning);

    /// <summary>Shows what came of it, writes it down, and decides the exit code.</summary>
    protected abstract Task<ExitCode> ConcludeAsync(TStory story, RunFiles files, CancellationToken stop);

    protected ExitCode Refuse(RunProblem problem)
        => Host.Refuse(problem.Kind == RunProblemKind.BadInput ? ExitCode.BadInput : ExitCode.Unreachable, problem.Message);

    private async Task<ExitCode> CheckAndRunAsync(RunInput input, RunFiles files, HttpMessageInvoker control, CancellationToken stop)
    {
        var (target, problem) = await LookAsync(input, control, stop);
        LabLease? lease = null;
        if (problem is null && _request.Lab is { } lab)
        {
            (lease, problem) = await LabLease.TakeAsync(control, Host.Time, lab, Targets(target!), stop);
        }

        if (problem is not null)
        {
            return Refuse(problem);
        }

        TStory story;
        await using (lease)
        {
            story = await RunAsync(input, files, target!, control, stop);
            if (lease?.Lost is { } lost)
            {
                story = With(story, lost);
            }
        }

        return await ConcludeAsync(story, files, stop);
    }
}
