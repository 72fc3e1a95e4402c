using System.CommandLine;

namespace Conduit.Simulator.Commands;

/// <summary><c>replay RECORDING</c>: the same requests at the same offsets, live or virtual, beside what was recorded.</summary>
internal static class ReplayCommand
{
    public static Command Create(CommandHost host)
    {
        var recording = new Argument<string>("RECORDING") { Description = "A file that 'run --record' or 'record' has written." };
        var salvage = CommonOptions.Salvage();
        var command = new Command("replay", "Sends a recording's requests again, with its faults, and sets what came of it beside what was recorded. Exit codes as of 'run'.")
        {
            recording, salvage,
        };
        var options = new RunOptions("the recorded one");
        options.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var source = new RecordingSource { Path = parsed.GetRequiredValue(recording), Salvage = parsed.GetValue(salvage) };
            return (int)await options.RunAsync(host, parsed, source, stop);
        });
        return command;
    }
}
