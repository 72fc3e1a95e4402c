using System.Net.Http.Headers;

namespace Conduit.Routing.Execution;

/// <summary>Takes headers over as they are, whatever their values look like.</summary>
internal static class HeaderCopy
{
    public static void CopyTo(this HttpHeaders from, HttpHeaders to)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            if (values.Count == 1)
            {
                to.TryAddWithoutValidation(name, values.ToString());
            }
            else
            {
                to.TryAddWithoutValidation(name, (IEnumerable<string>)values);
            }
        }
    }
}
