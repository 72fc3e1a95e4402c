namespace Conduit.Upstreams.Listening;

/// <summary>Marks connections of the data ports, which faults befall; those of the control port are never touched.</summary>
internal sealed class DataPlane
{
    public static readonly DataPlane Mark = new();

    private DataPlane()
    {
    }

    public static bool Carries(HttpContext context) => context.Features.Get<DataPlane>() is not null;
}
