using Conduit.AppHost;
using Conduit.AppHost.AspireHosting;

const int BadUsage = 2;
var folders = LabFolders.Find();
var builder = DistributedApplication.CreateBuilder(args);
var options = LabOptions.Parse(builder.Configuration["port-offset"], builder.Configuration["without"], out var mistake);
if (options is null)
{
    await Console.Error.WriteLineAsync(mistake);
    return BadUsage;
}

if (args is ["down", ..])
{
    return await DownCommand.RunAsync(folders, options.PortOffset, Console.Out);
}

return await new AspireLab(builder, options, folders).RunAsync();
