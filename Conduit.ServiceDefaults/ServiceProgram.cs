using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Conduit.ServiceDefaults;

/// <summary>Runs a service so that a start that cannot succeed ends with clear lines and exit code 1 instead of a stack trace.</summary>
public static class ServiceProgram
{
    /// <summary>Builds and runs until the service is told to stop.</summary>
    /// <param name="name">What the service is called in messages.</param>
    /// <param name="build">Builds it.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string name, Func<WebApplication> build)
    {
        try
        {
            await using var app = build();
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } lines)
        {
            foreach (var line in lines)
            {
                await Console.Error.WriteLineAsync($"{name}: {line}");
            }

            return 1;
        }
    }

    /// <summary>What a person can do about it; null for what only a developer can.</summary>
    private static IEnumerable<string>? Explain(Exception exception) => exception switch
    {
        OptionsValidationException validation => validation.Failures,
        FormatException format => [format.Message],
        IOException { InnerException: AddressInUseException } inUse => [$"{inUse.Message} End the program that uses it, or configure another port."],
        SocketException socket => [$"cannot listen: {socket.Message}. Configure an address of this machine, and a port this user may open."],
        AggregateException aggregate => aggregate.Flatten().InnerExceptions.SelectMany(inner => Explain(inner) ?? [inner.Message]),
        InvalidOperationException { InnerException: { } inner } => Explain(inner),
        ArgumentException argument => [argument.Message],
        _ => null,
    };
}
