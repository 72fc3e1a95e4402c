namespace Conduit.Tests.Dashboards;

/// <summary>Where a panel lies on Grafana's grid of 24 columns.</summary>
internal readonly record struct GridArea(int X, int Y, int Width, int Height)
{
    private const int Columns = 24;

    public bool IsOnGrid => X >= 0 && Y >= 0 && Width > 0 && Height > 0 && X + Width <= Columns;

    public bool Overlaps(GridArea other)
        => X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
}
