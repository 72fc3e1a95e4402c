using System.Globalization;
using Conduit.Simulator.Recordings;
using Conduit.Simulator.Recordings.Logs;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Scenarios.Reading;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Commands;

/// <summary>One recording out of an access log, from checks to exit code. The log is read twice, the second time as far as the first: nothing is written before all of it is known to be good.</summary>
internal sealed class RecordSession
{
    private const string Mode = "log";
    private const int LooksAround = 4096;

    // What a virtual replay models; when and what is sent comes from the log.
    private static readonly string[] Modelled = ["upstreams", "client", "network", "proxy"];

    private readonly CommandHost _host;
    private readonly RecordRequest _request;

    public RecordSession(CommandHost host, RecordRequest request)
    {
        _host = host;
        _request = request;
    }

    public async Task<ExitCode> RunAsync(CancellationToken stop)
    {
        if (_request.From.Length == 0)
        {
            return _host.Refuse(ExitCode.BadInput, "--from '': is the name of no file; give an access log");
        }

        IReadOnlyList<SourceEntry> model = [];
        if (_request.Upstreams is { } scenario)
        {
            var file = _host.Catalog.Load(scenario);
            if (file.Scenario is null)
            {
                return _host.Refuse(ExitCode.BadInput, file.Problems);
            }

            model = [.. ((SourceMapping)SourceParser.Parse(file.Text, out _)!).Entries.Where(entry => Modelled.Contains(entry.Key, StringComparer.Ordinal))];
        }

        if (WritablePath.Problem(_request.To) is { } unwritable)
        {
            return _host.Refuse(ExitCode.BadInput, $"--out {unwritable}");
        }

        if (Path.GetFullPath(_request.From) == Path.GetFullPath(_request.To))
        {
            return _host.Refuse(ExitCode.BadInput, $"--out {_request.To}: is the log itself; give another name");
        }

        try
        {
            return await ConvertAsync(model, stop);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return _host.Refuse(ExitCode.BadInput, $"{_request.From}: {problem.Message}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private async Task<ExitCode> ConvertAsync(IReadOnlyList<SourceEntry> model, CancellationToken stop)
    {
        var log = new AccessLogReader(_request.From);
        foreach (var (number, _) in log.All().Index())
        {
            LookAround(number, stop);
        }

        if (log.Mistakes.Count > 0)
        {
            _host.Refuse(ExitCode.BadInput, log.Mistakes.In(_request.From));
            if (!_request.Salvage)
            {
                return _host.Refuse(ExitCode.BadInput, string.Create(
                    CultureInfo.InvariantCulture, $"{_request.From}: nothing was written; --salvage records the other {log.Requests:#,0} requests"));
            }
        }

        if (log.Requests == 0)
        {
            return _host.Refuse(ExitCode.BadInput, $"{_request.From}: holds no request; give an access log in common or combined format");
        }

        await WriteAsync(log, model, stop);
        _host.Output.WriteLine(
            $"{_request.To}: {Figures.Count(log.Requests)} requests over {Figures.Clock(log.Length)}, {Figures.Rate(log.Requests / log.Length.TotalSeconds)}{LeftOut(log)}");
        return ExitCode.Ok;
    }

    private async Task WriteAsync(AccessLogReader log, IReadOnlyList<SourceEntry> model, CancellationToken stop)
    {
        var name = Path.GetFileName(_request.From).Split('.')[0];
        var header = new RecordingHeader
        {
            Mode = Mode,
            Length = log.Length,
            Scenario = PlainScenario.Of(NameText.IsGood(name) ? name : Mode, log.Length, log.Requests, model),
        };
        // Beside the target first: a recording that is there is never half of one.
        var draft = _request.To + ".tmp";
        try
        {
            await using (var output = new RecordingOutput(TextStream.Create(draft, _request.To), header))
            {
                var again = new AccessLogReader(_request.From, log.Bytes);
                foreach (var (number, recorded) in again.All().Index())
                {
                    LookAround(number, stop);
                    output.Write(recorded);
                }

                if (again.Requests != log.Requests || again.Length != log.Length)
                {
                    throw new IOException("another log stands there since it was first read; nothing was written: try again, or give a copy of the log");
                }

                output.End(log.Length);
            }

            File.Move(draft, _request.To, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static string LeftOut(AccessLogReader log)
        => (log.WithoutRequest == 0 ? "" : $"; {Figures.Count(log.WithoutRequest)} lines hold no request that could be sent again")
            + (log.Mistakes.Count == 0 ? "" : $"; {Figures.Count(log.Mistakes.Count)} unreadable lines left out");

    private static void LookAround(int number, CancellationToken stop)
    {
        if (number % LooksAround == 0)
        {
            stop.ThrowIfCancellationRequested();
        }
    }
}
