using System.Collections;
using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Conduit.Routing;

/// <summary>
/// Binds a configuration section to options and refuses all that does not fit, at start and at once: unknown keys,
/// values of the wrong form, values out of range.
/// </summary>
public static class StrictOptions
{
    /// <summary>Registers options that are bound strictly and validated when the host starts.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="section">Key of the section, such as <c>Conduit</c>.</param>
    /// <param name="check">Adds what is out of range.</param>
    /// <param name="othersKeys">Keys directly below the section that belong to other programs and are passed over.</param>
    public static void AddStrictOptions<TOptions>(
        this IServiceCollection services, IConfiguration configuration, string section,
        Action<TOptions, OptionMistakes> check, params string[] othersKeys)
        where TOptions : class, new()
        => services.AddOptions<TOptions>().ValidateOnStart().Services
            .AddSingleton<IOptionsFactory<TOptions>>(new Factory<TOptions>(() => Read(configuration.GetSection(section), check, othersKeys)));

    /// <summary>
    /// Registers named options that code sets, a section binds strictly, or both, validated when the host starts, else
    /// when first used.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">Name of the options.</param>
    /// <param name="section">The section; null if code alone sets them.</param>
    /// <param name="check">Adds what is out of range.</param>
    public static OptionsBuilder<TOptions> AddStrictOptions<TOptions>(
        this IServiceCollection services, string name, IConfigurationSection? section, Action<TOptions, OptionMistakes> check)
        where TOptions : class, new()
    {
        var named = new NamedStrictOptions<TOptions>(name, section, check);
        services.AddSingleton<IConfigureOptions<TOptions>>(named);
        services.AddSingleton<IValidateOptions<TOptions>>(named);
        return services.AddOptions<TOptions>(name).ValidateOnStart();
    }

    /// <summary>Binds and checks at once.</summary>
    /// <param name="section">The section.</param>
    /// <param name="check">Adds what is out of range.</param>
    /// <param name="othersKeys">Keys directly below the section that are passed over.</param>
    /// <exception cref="OptionsValidationException">With every mistake found.</exception>
    public static TOptions Read<TOptions>(IConfigurationSection section, Action<TOptions, OptionMistakes> check, params string[] othersKeys)
        where TOptions : class, new()
    {
        var options = new TOptions();
        var mistakes = new OptionMistakes(section.Path);
        BindChildren(section, options, mistakes, othersKeys);
        check(options, mistakes);
        return mistakes.Messages.Count == 0
            ? options
            : throw new OptionsValidationException(Options.DefaultName, typeof(TOptions), mistakes.Messages);
    }

    internal static void BindChildren(IConfigurationSection section, object owner, OptionMistakes mistakes, params string[] othersKeys)
    {
        foreach (var child in section.GetChildren())
        {
            if (!othersKeys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                Bind(child, owner, mistakes);
            }
        }
    }

    private static void Bind(IConfigurationSection section, object owner, OptionMistakes mistakes)
    {
        if (owner is IDictionary entries)
        {
            BindEntry(section, entries, mistakes);
            return;
        }

        var property = owner.GetType().GetProperty(section.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        if (property is null || !IsBound(property))
        {
            var known = owner.GetType().GetProperties().Where(IsBound).Select(other => other.Name).Order(StringComparer.Ordinal);
            mistakes.Add($"{section.Path}: no such key; there are {string.Join(", ", known)}");
            return;
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
        {
            RefuseValue(section, mistakes);
            BindChildren(section, property.GetValue(owner)!, mistakes);
        }
        else if (section.Value is { Length: > 0 } text)
        {
            try
            {
                property.SetValue(owner, converter.ConvertFromInvariantString(text));
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or OverflowException)
            {
                mistakes.Add($"{section.Path} = {text}: not {Describe(type)}");
            }
        }
    }

    /// <summary>An entry of a dictionary: its key is the name, its value an object of its own.</summary>
    private static void BindEntry(IConfigurationSection section, IDictionary entries, OptionMistakes mistakes)
    {
        if (!entries.Contains(section.Key))
        {
            entries.Add(section.Key, Activator.CreateInstance(entries.GetType().GenericTypeArguments[1]));
        }

        RefuseValue(section, mistakes);
        BindChildren(section, entries[section.Key]!, mistakes);
    }

    private static void RefuseValue(IConfigurationSection section, OptionMistakes mistakes)
    {
        if (section.Value is { Length: > 0 } text)
        {
            mistakes.Add($"{section.Path} = {text}: a value where keys belong");
        }
    }

    // A dictionary is filled, never replaced.
    private static bool IsBound(PropertyInfo property)
        => property.CanWrite || typeof(IDictionary).IsAssignableFrom(property.PropertyType);

    private static string Describe(Type type) => type switch
    {
        _ when type == typeof(TimeSpan) => "a time such as 00:00:01.5",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(double) => "a number",
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(Uri) => "a URL",
        _ => "a whole number",
    };

    private sealed class Factory<TOptions>(Func<TOptions> read) : IOptionsFactory<TOptions>
        where TOptions : class
    {
        public TOptions Create(string name) => read();
    }
}
