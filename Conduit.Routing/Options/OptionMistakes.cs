using System.Runtime.CompilerServices;

namespace Conduit.Routing;

/// <summary>Collects what is wrong with options, so that all mistakes are told at once, each with its key, value and remedy.</summary>
public sealed class OptionMistakes
{
    private readonly List<string> _messages;
    private readonly string _section;

    /// <summary>Begins a collection.</summary>
    /// <param name="section">Configuration key of the checked options, such as <c>Conduit:Routing</c>.</param>
    public OptionMistakes(string section)
        : this(section, [])
    {
    }

    private OptionMistakes(string section, List<string> messages)
    {
        _section = section;
        _messages = messages;
    }

    /// <summary>The mistakes found so far.</summary>
    public IReadOnlyList<string> Messages => _messages;

    /// <summary>The same collection for a part of the options: what is noted there is noted here.</summary>
    /// <param name="key">Key of the part below this section.</param>
    public OptionMistakes Below(string key) => new($"{_section}:{key}", _messages);

    /// <summary>Notes a mistake unless <paramref name="value"/> lies in the range, ends included.</summary>
    /// <param name="value">Written as <c>options.Part.Property</c>: the key is taken from the expression.</param>
    /// <param name="least">Least allowed value.</param>
    /// <param name="most">Most allowed value.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    public void Range<T>(T value, T least, T most, [CallerArgumentExpression(nameof(value))] string expression = "")
        where T : IComparable<T>
    {
        // A NaN compares below everything, so it is caught by the lower end.
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            Add(expression, value, $"allowed is {Show(least)} to {Show(most)}");
        }
    }

    /// <summary>Notes a mistake unless <paramref name="holds"/>.</summary>
    /// <param name="holds">What must be true.</param>
    /// <param name="value">Written as <c>options.Part.Property</c>: the key is taken from the expression.</param>
    /// <param name="allowed">What is allowed, as in "allowed is …".</param>
    /// <param name="expression">Filled in by the compiler.</param>
    public void Require<T>(bool holds, T value, string allowed, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        if (!holds)
        {
            Add(expression, value, $"allowed is {allowed}");
        }
    }

    /// <summary>Notes a mistake of a part in so many words.</summary>
    /// <param name="key">Key of the part below this section.</param>
    /// <param name="message">What is wrong, with remedy.</param>
    public void AddAt(string key, string message) => Add($"{_section}:{key}: {message}");

    /// <summary>Notes a mistake in so many words.</summary>
    /// <param name="message">What is wrong, with key and remedy.</param>
    public void Add(string message) => _messages.Add(message);

    private void Add<T>(string expression, T value, string remedy)
    {
        var path = expression[(expression.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('.', ':');
        _messages.Add($"{_section}:{path} = {Show(value)}: {remedy}");
    }

    private static string Show<T>(T value) => value switch
    {
        null => "(none)",
        string { Length: 0 } => "\"\"",
        TimeSpan span => span.ToString("c"),
        _ => value.ToString()!,
    };
}
