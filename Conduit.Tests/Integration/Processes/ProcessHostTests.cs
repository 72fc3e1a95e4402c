using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Conduit.AppHost;
using Conduit.AppHost.Topology;

namespace Conduit.Tests.Integration;

/// <summary>How the plain-process host begins and ends, whatever befalls it.</summary>
[Collection(LabCollection.Name)]
[Trait("Category", "Integration")]
public sealed class ProcessHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Lab_with_everything_in_it_is_healthy_scraped_and_gone_within_five_seconds_of_its_end()
    {
        await using var lab = await ProcessLab.StartAsync("grafana");
        using (var prometheus = await PrometheusClient.OfAsync(lab))
        {
            await Until.TrueAsync(async () => await prometheus.ValueAsync("count(up == 1)") == 4, Patience, "proxy, alpha, beta and simulator are scraped");
        }

        var processes = lab.Processes();
        Assert.True(processes.Count >= 5, $"too few processes: {processes.Count}");

        Assert.InRange(await lab.EndAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.All(processes, process => Assert.False(process.IsAlive, process.CommandLine));
    }

    [Fact]
    public async Task Host_killed_outright_leaves_no_process_behind()
    {
        await using var lab = await ProcessLab.StartAsync("grafana");
        var processes = lab.Processes();
        Assert.True(processes.Count >= 5, $"too few processes: {processes.Count}");

        Process.GetProcessById(lab.Host.HostId).Kill();

        await Until.TrueAsync(() => !processes.Any(process => process.IsAlive), Patience, "every child ends with its host");
    }

    [Fact]
    public async Task Port_that_is_taken_ends_the_start_with_one_line_that_names_it()
    {
        var offset = LabPorts.FreeOffset();
        var taken = LabTopology.At(offset).Proxy.Http.Port;
        using var squatter = new TcpListener(IPAddress.Loopback, taken);
        squatter.Start();
        await using var host = HostProcess.Start(offset);

        Assert.Equal(1, await host.ExitCodeAsync());
        var line = Assert.Single(host.Output.Split('\n'), line => line.Contains("taken", StringComparison.Ordinal));
        Assert.Contains($"{taken}", line, StringComparison.Ordinal);
        Assert.Contains("proxy", line, StringComparison.Ordinal);
        Assert.DoesNotContain("alpha", host.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--frobnicate", "--frobnicate")]
    [InlineData("--port-offset", "99999", "0 to 40000")]
    [InlineData("--without", "alpha", "simulator, liveview, prometheus, grafana")]
    [InlineData("down", "--without", "alpha", "simulator, liveview, prometheus, grafana")]
    public async Task Argument_that_is_wrong_ends_the_start_with_exit_code_2_and_the_remedy(params string[] argumentsAndHint)
    {
        await using var host = HostProcess.StartWith(argumentsAndHint[..^1]);

        Assert.Equal(2, await host.ExitCodeAsync());
        Assert.Contains(argumentsAndHint[^1], host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_without_Aspire_is_refused_with_the_way_to_get_it()
    {
        await using var host = HostProcess.StartWith("--operation", "publish", "--step", "publish", "--output-path", "out");

        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Contains("needs Aspire", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_that_refuses_its_settings_ends_the_start_and_leaves_nothing()
    {
        var offset = LabPorts.FreeOffset();
        await using var host = HostProcess.Start(offset, ("Conduit__Colour", "red"), "--without", "liveview,prometheus,grafana");

        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Contains("proxy: Conduit:Colour: no such key", host.Output, StringComparison.Ordinal);
        Assert.Contains("proxy did not start: it ended with exit code 1 before it was healthy", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("simulator |", host.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(LabRecord.PathFor(LabFolders.Find(), offset)));
        Assert.Equal(offset, LabPorts.FreeOffset());
    }

    [Fact]
    public async Task Resource_that_is_killed_is_started_again_with_a_growing_wait_and_the_host_says_so()
    {
        await using var lab = await ProcessLab.StartAsync("simulator,liveview,prometheus,grafana");

        foreach (var (wait, times) in (IEnumerable<(string, int)>)[("0.25", 1), ("0.5", 2)])
        {
            Process.GetProcessById(lab.ProcessId("alpha")!.Value).Kill();

            await Until.TrueAsync(
                () => lab.Host.Output.Split('\n').Count(line => line.EndsWith("| alpha is healthy again.", StringComparison.Ordinal)) == times, Patience, "alpha is healthy again");
            Assert.Contains($"alpha ended by itself (exit code 137); starting it again in {wait} s.", lab.Host.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Down_without_a_lab_says_so_and_ends_nobody_whose_id_an_old_record_names()
    {
        var offset = LabPorts.FreeOffset();
        var record = LabRecord.PathFor(LabFolders.Find(), offset);
        using var stranger = Process.Start(new ProcessStartInfo("sleep", ["600"]))!;
        try
        {
            using (LabRecord.WriteOwn(LabFolders.Find(), offset))
            {
                var own = LabRecord.Read(record)! with { ProcessId = stranger.Id, StartedAt = DateTimeOffset.UnixEpoch };
                await File.WriteAllTextAsync(record, JsonSerializer.Serialize(own, JsonSerializerOptions.Web));
                Assert.Equal(own, LabRecord.Read(record));

                await using var down = HostProcess.StartWith("down", "--port-offset", $"{offset}");

                Assert.Equal(0, await down.ExitCodeAsync());
                Assert.Equal("No lab is running.", down.Output.Trim());
                Assert.False(File.Exists(record));
                Assert.False(stranger.HasExited);
            }
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task Down_takes_whatever_options_the_lab_was_started_with()
    {
        await using var down = HostProcess.StartWith("down", "--port-offset", $"{LabPorts.FreeOffset()}", "--without", "grafana");

        Assert.Equal(0, await down.ExitCodeAsync());
        Assert.Equal("No lab is running.", down.Output.Trim());
    }

    [Fact]
    public async Task Down_for_a_running_lab_ends_it_and_says_so()
    {
        await using var lab = await ProcessLab.StartAsync("simulator,liveview,prometheus,grafana");
        var processes = lab.Processes();
        var offset = lab.Address("proxy").Port - LabTopology.At(0).Proxy.Http.Port;

        await using var down = HostProcess.StartWith("down", "--port-offset", $"{offset}");

        Assert.Equal(0, await down.ExitCodeAsync());
        Assert.Contains("has ended", down.Output, StringComparison.Ordinal);
        Assert.Equal(0, await lab.Host.ExitCodeAsync());
        Assert.All(processes, process => Assert.False(process.IsAlive, process.CommandLine));
    }
}
