using System.CommandLine;
using Conduit.ServiceDefaults;
using Conduit.Simulator.Serve;

namespace Conduit.Simulator.Commands;

/// <summary><c>serve</c>: the simulator as a service of the lab.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command(
            "serve",
            "Loops a scenario through the lab, with metrics and an API. Settings come from the configuration, also as --urls URL and --Conduit:Simulator:KEY=VALUE.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(async parsed =>
        {
            var unknown = parsed.UnmatchedTokens.Where((token, index) => !IsSetting(token) && !IsValue(parsed.UnmatchedTokens, index)).ToList();
            return unknown.Count > 0
                ? (int)host.Refuse(ExitCode.BadInput, [.. unknown.Select(token => $"Unrecognized command or argument '{token}'."), "See: simulator serve --help"])
                : await ServiceProgram.RunAsync("simulator", () => SimulatorApp.Build([.. parsed.UnmatchedTokens], host.Catalog)) == 0
                    ? (int)ExitCode.Ok
                    : (int)ExitCode.BadInput;
        });
        return command;
    }

    private static bool IsSetting(string token)
        => token.StartsWith("--", StringComparison.Ordinal)
            && (token.Contains(':', StringComparison.Ordinal) || token.StartsWith("--urls", StringComparison.Ordinal));

    private static bool IsValue(IReadOnlyList<string> tokens, int index)
        => index > 0 && IsSetting(tokens[index - 1]) && !tokens[index - 1].Contains('=', StringComparison.Ordinal);
}
