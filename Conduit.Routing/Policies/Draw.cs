namespace Conduit.Routing.Policies;

/// <summary>The draws of chance one decision may use: a pure function of seed, request number and attempt.</summary>
internal readonly struct Draw
{
    private const uint PerAttempt = 64;

    private readonly Chance _chance;
    private readonly ulong _number;
    private readonly uint _offset;

    public Draw(Chance chance, ulong number, int attempt)
    {
        _chance = chance;
        _number = number;
        _offset = (uint)attempt * PerAttempt;
    }

    /// <summary>The request's number.</summary>
    public ulong Number => _number;

    public double Unit(uint draw) => _chance.Unit(_number, _offset + draw);

    public int Below(int count, uint draw) => _chance.Below(count, _number, _offset + draw);
}
