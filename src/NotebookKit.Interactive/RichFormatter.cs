using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookKit.Interactive;

/// <summary>Makes the whole output of values of one type - HTML, picture and text in one go - for
/// <see cref="Formatter"/>. What a cell registers later for the same type takes precedence.</summary>
/// <typeparam name="T">The type; its subtypes are shown the same way.</typeparam>
/// <param name="make">Makes the output.</param>
/// <param name="brief">What stands for the value inside another one (in a record, a list, a tuple) and beside its name
/// while a cell is written: quick, and without an effect.</param>
public sealed class RichFormatter<T>(Func<T, IRichOutput> make, Func<T, string> brief) : ITypeFormatter
    where T : class
{
    private RichFormatter(Func<T, IRichOutput> make, Func<T, string> brief, string mimeType) : this(make, brief) =>
        MimeType = mimeType;

    /// <inheritdoc/>
    public string MimeType { get; } = MimeTypes.Html;

    /// <inheritdoc/>
    public Type Type => typeof(T);

    /// <summary>Puts the formatter in front of those that are there.</summary>
    public void Register()
    {
        RichFormatter.AddBrief(typeof(T), value => brief((T)value));
        Formatter.Register(this);
        Formatter.Register(new RichFormatter<T>(make, brief, MimeTypes.PlainText));
    }

    /// <inheritdoc/>
    public bool Format(object instance, FormatContext context)
    {
        string text;
        if (RichFormatter.Captured is { } capture && ReferenceEquals(capture.Value, instance))
        {
            var bundle = make((T)instance).ToBundle();
            capture.Bundle = bundle;
            text = bundle.Data.GetValueOrDefault(MimeType) as string ?? bundle.Text;
        }
        else
        {
            text = brief((T)instance);
            text = MimeType == MimeTypes.Html ? System.Net.WebUtility.HtmlEncode(text) : text;
        }

        context.Writer.Write(text);
        return true;
    }
}

/// <summary>Outputs of whole families of types: sequences of records, for example.</summary>
public static class RichFormatter
{
    private static readonly Lock Gate = new();
    private static volatile Func<object, IRichOutput?>[] families = [];
    private static volatile (Type Type, Func<object, string> Brief)[] briefs = [];

    [ThreadStatic]
    private static Capture? captured;

    /// <summary>The value whose output is being made on this thread; null for none.</summary>
    internal static Capture? Captured => captured;

    /// <summary>Adds a family. It is asked for values whose type has no formatter of its own in
    /// <see cref="Formatter"/>; the family that came last is asked first.</summary>
    /// <param name="make">Makes the output; null for a value that does not belong to the family.</param>
    public static void AddFamily(Func<object, IRichOutput?> make)
    {
        lock (Gate)
        {
            families = [make, .. families];
        }
    }

    /// <summary>What stands for a value in one line, by the <see cref="RichFormatter{T}"/> that came last; null when
    /// its type has none.</summary>
    /// <param name="value">The value.</param>
    public static string? BriefOf(object value) =>
        briefs.FirstOrDefault(known => known.Type.IsInstanceOfType(value)).Brief?.Invoke(value);

    internal static void AddBrief(Type type, Func<object, string> brief)
    {
        lock (Gate)
        {
            briefs = [(type, brief), .. briefs];
        }
    }

    /// <summary>What a family makes of a value; null for none.</summary>
    internal static IRichOutput? OfFamily(object value) => families.Length == 0 || HasOwnFormatter(value.GetType())
        ? null
        : families.Select(make => make(value)).FirstOrDefault(made => made is not null);

    private static bool HasOwnFormatter(Type type) => Formatter.RegisteredFormatters(includeDefaults: false)
        .Any(formatter => formatter.MimeType == MimeTypes.Html && (formatter.Type.IsGenericTypeDefinition
            ? Generic(type).Contains(formatter.Type)
            : formatter.Type.IsAssignableFrom(type)));

    private static IEnumerable<Type> Generic(Type type)
    {
        for (var above = type; above is not null; above = above.BaseType)
        {
            if (above.IsGenericType)
            {
                yield return above.GetGenericTypeDefinition();
            }
        }

        foreach (var seen in type.GetInterfaces().Where(i => i.IsGenericType))
        {
            yield return seen.GetGenericTypeDefinition();
        }
    }

    /// <summary>Waits for the output of one value.</summary>
    internal sealed class Capture : IDisposable
    {
        private readonly Capture? before = captured;

        public Capture(object? value)
        {
            Value = value;
            captured = this;
        }

        public object? Value { get; }

        public MimeBundle? Bundle { get; set; }

        public void Dispose() => captured = before;
    }
}
