using System.Runtime.CompilerServices;
using Conduit.Routing;

namespace Conduit.Benchmarks;

/// <summary>Makes a request as new, so that a decision can be measured without the request it is for.</summary>
internal static class Rewinding
{
    public static void Rewind(this RoutedRequest request)
    {
        request.Slot(0) = default;
        SetAttemptCount(request, 0);
        Answered(request) = -1;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_AttemptCount")]
    private static extern void SetAttemptCount(RoutedRequest request, int count);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_answered")]
    private static extern ref int Answered(RoutedRequest request);
}
