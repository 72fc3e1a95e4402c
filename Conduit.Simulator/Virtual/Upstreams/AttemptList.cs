namespace Conduit.Simulator.Virtual.Upstreams;

/// <summary>Attempts in the order they came, linked through themselves: any can leave at once. An attempt is in one list at most.</summary>
internal sealed class AttemptList
{
    private ModelledAttempt? _last;

    public int Count { get; private set; }

    public ModelledAttempt? First { get; private set; }

    public void Add(ModelledAttempt attempt)
    {
        attempt.Previous = _last;
        attempt.Next = null;
        if (_last is null)
        {
            First = attempt;
        }
        else
        {
            _last.Next = attempt;
        }

        _last = attempt;
        Count++;
    }

    public void Remove(ModelledAttempt attempt)
    {
        if (attempt.Previous is null)
        {
            First = attempt.Next;
        }
        else
        {
            attempt.Previous.Next = attempt.Next;
        }

        if (attempt.Next is null)
        {
            _last = attempt.Previous;
        }
        else
        {
            attempt.Next.Previous = attempt.Previous;
        }

        attempt.Previous = attempt.Next = null;
        Count--;
    }
}
