using System.CommandLine;

namespace Conduit.Simulator.Commands;

/// <summary><c>record --from LOG --out FILE</c>: a recording out of an access log, so that people can replay their own traffic.</summary>
internal static class RecordCommand
{
    public static Command Create(CommandHost host)
    {
        var from = new Option<string>("--from") { Description = "An access log in common or combined format, as Apache and nginx write it; compressed or not.", HelpName = "LOG", Required = true };
        var to = new Option<string>("--out") { Description = "The recording to write; compressed if the name ends in .gz.", HelpName = "FILE", Required = true };
        var upstreams = new Option<string?>("--upstreams")
        {
            Description = "A scenario whose upstreams, client, network and proxy virtual replays are to model; the lab's pair if not given.",
            HelpName = "SCENARIO",
        };
        var salvage = CommonOptions.Salvage();
        var command = new Command("record", "Makes a recording out of an access log. It holds methods, paths with their queries, and statuses; no users, hosts or agents. Exit code: 0 written, 2 bad input.")
        {
            from, to, upstreams, salvage,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var request = new RecordRequest
            {
                From = parsed.GetRequiredValue(from),
                To = parsed.GetRequiredValue(to),
                Upstreams = parsed.GetValue(upstreams),
                Salvage = parsed.GetValue(salvage),
            };
            return (int)await new RecordSession(host, request).RunAsync(stop);
        });
        return command;
    }
}
