using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Conduit.Routing;

/// <summary>Binds a section to the options of one name, and tells all that does not fit. Immutable.</summary>
internal sealed class NamedStrictOptions<TOptions> : IConfigureNamedOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class, new()
{
    private readonly string _name;
    private readonly IConfigurationSection? _section;
    private readonly Action<TOptions, OptionMistakes> _check;

    public NamedStrictOptions(string name, IConfigurationSection? section, Action<TOptions, OptionMistakes> check)
    {
        _name = name;
        _section = section;
        _check = check;
    }

    public void Configure(TOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, TOptions options)
    {
        if (name == _name && _section is not null)
        {
            StrictOptions.BindChildren(_section, options, new OptionMistakes(_section.Path));
        }
    }

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        if (name != _name)
        {
            return ValidateOptionsResult.Skip;
        }

        var mistakes = new OptionMistakes(_section?.Path ?? (name.Length > 0 ? name : "Conduit"));
        if (_section is not null)
        {
            // Once more, for its mistakes alone.
            StrictOptions.BindChildren(_section, new TOptions(), mistakes);
        }

        _check(options, mistakes);
        return mistakes.Messages.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes.Messages);
    }
}
