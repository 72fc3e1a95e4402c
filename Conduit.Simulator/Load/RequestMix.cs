using Conduit.Routing;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Load;

/// <summary>The requests of a scenario's mix, drawn by number. Each different one is made once. Not thread-safe.</summary>
internal sealed class RequestMix
{
    private const int MostN = 1000;
    private const uint TemplateDraw = 1, NDraw = 2;

    private readonly IReadOnlyList<RequestTemplate> _templates;
    private readonly Chance _chance;
    private readonly double[] _weights;
    private readonly HttpMethod[] _methods;
    private readonly SentRequest?[][] _requests;

    public RequestMix(IReadOnlyList<RequestTemplate> templates, Chance chance)
    {
        var sum = 0.0;
        _templates = templates;
        _chance = chance;
        _weights = [.. templates.Select(template => sum += template.Weight)];
        _methods = [.. templates.Select(template => new HttpMethod(template.Method))];
        _requests = [.. templates.Select(_ => new SentRequest?[MostN + 1])];
    }

    /// <summary>What the request of a number says.</summary>
    public SentRequest Of(ulong number)
    {
        var template = Template(number);
        var n = 1 + _chance.Below(MostN, number, NDraw);
        return _requests[template][n] ??= Make(template, n);
    }

    private SentRequest Make(int index, int n)
    {
        var template = _templates[index];
        return new SentRequest(_methods[index], template.PathFor(n), template.BodyBytes is { } size ? new SentBody(size) : null);
    }

    private int Template(ulong number)
    {
        if (_weights.Length == 1)
        {
            return 0;
        }

        var pick = _chance.Unit(number, TemplateDraw) * _weights[^1];
        var index = Array.FindIndex(_weights, upTo => pick < upTo);
        return index < 0 ? _weights.Length - 1 : index;
    }
}
