using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Conduit.AppHost.Topology;

namespace Conduit.Tests.Integration;

/// <summary>How the plain-process host begins and ends, whatever befalls it.</summary>
[Collection(LabCollection.Name)]
[Trait("Category", "Integration")]
public sealed class ProcessHostTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Lab_with_everything_in_it_is_healthy_scraped_and_gone_within_five_seconds_of_its_end()
    {
        await using var lab = await ProcessLab.StartAsync("grafana");
        using (var prometheus = await PrometheusClient.OfAsync(lab))
        {
            await Until.TrueAsync(async () => await prometheus.ValueAsync("count(up == 1)") == 4, Soon, "proxy, alpha, beta and simulator are scraped");
        }

        var processes = lab.Processes();
        Assert.True(processes.Count >= 4, $"too few processes: {processes.Count}");

        Assert.InRange(await lab.EndAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.All(processes, process => Assert.False(process.IsAlive, process.CommandLine));
    }

    [Fact]
    public async Task Host_killed_outright_leaves_no_process_behind()
    {
        await using var lab = await ProcessLab.StartAsync("simulator,grafana");
        var processes = lab.Processes();
        Assert.True(processes.Count >= 3, $"too few processes: {processes.Count}");

        Process.GetProcessById(lab.Host.HostId).Kill();

        await Until.TrueAsync(() => !processes.Any(process => process.IsAlive), Soon, "every child ends with its host");
    }

    [Fact]
    public async Task Port_that_is_taken_ends_the_start_with_one_line_that_names_it()
    {
        var offset = LabPorts.FreeOffset();
        var taken = LabTopology.At(offset).Proxy.Http.Port;
        using var squatter = new TcpListener(IPAddress.Loopback, taken);
        squatter.Start();
        await using var host = HostProcess.Start(offset);

        Assert.Equal(1, await host.ExitCodeAsync(Soon));
        var line = Assert.Single(host.Output.Split('\n'), line => line.Contains("taken", StringComparison.Ordinal));
        Assert.Contains($"{taken}", line, StringComparison.Ordinal);
        Assert.Contains("proxy", line, StringComparison.Ordinal);
        Assert.DoesNotContain("alpha", host.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--frobnicate", "--frobnicate")]
    [InlineData("--port-offset", "99999", "0 to 40000")]
    [InlineData("--without", "alpha", "simulator, prometheus, grafana")]
    [InlineData("down", "--without", "--without")]
    public async Task Argument_that_is_wrong_ends_the_start_with_exit_code_2_and_the_remedy(params string[] argumentsAndHint)
    {
        await using var host = HostProcess.StartWith(argumentsAndHint[..^1]);

        Assert.Equal(2, await host.ExitCodeAsync(Soon));
        Assert.Contains(argumentsAndHint[^1], host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_without_Aspire_is_refused_with_the_way_to_get_it()
    {
        await using var host = HostProcess.StartWith("--operation", "publish", "--step", "publish", "--output-path", "out");

        Assert.Equal(1, await host.ExitCodeAsync(Soon));
        Assert.Contains("needs Aspire", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Down_for_a_running_lab_ends_it_and_says_so()
    {
        await using var lab = await ProcessLab.StartAsync("simulator,prometheus,grafana");
        var processes = lab.Processes();
        var offset = lab.Address("proxy").Port - LabTopology.At(0).Proxy.Http.Port;

        await using var down = HostProcess.StartWith("down", "--port-offset", $"{offset}");

        Assert.Equal(0, await down.ExitCodeAsync(Soon));
        Assert.Contains("has ended", down.Output, StringComparison.Ordinal);
        Assert.Equal(0, await lab.Host.ExitCodeAsync(Soon));
        Assert.All(processes, process => Assert.False(process.IsAlive, process.CommandLine));
    }
}
