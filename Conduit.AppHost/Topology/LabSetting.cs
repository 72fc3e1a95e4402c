namespace Conduit.AppHost.Topology;

/// <summary>One environment variable of a resource; how an address reads is each host's own matter.</summary>
internal abstract record LabSetting(string Key);

/// <summary>A value that is the same wherever the lab runs.</summary>
internal sealed record LiteralSetting(string Key, string Value) : LabSetting(Key);

/// <summary>The URL of an endpoint of another resource.</summary>
internal sealed record AddressSetting(string Key, string Resource, string Endpoint) : LabSetting(Key);
