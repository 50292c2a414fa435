using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Packages;

/// <summary>A package that a cell asks for: <c>#r "nuget: Id, version"</c>.</summary>
/// <param name="Id">Its name; case does not count.</param>
/// <param name="Version">Exact, floating (1.2.*, *-*) or a range; null for the newest stable one.</param>
internal sealed partial record PackageRequest(string Id, string? Version)
{
    /// <summary>Reads what stands behind "nuget:".</summary>
    /// <param name="text">Name, then a comma and a version if there is one.</param>
    /// <exception cref="PackageException">It is no name, or no version.</exception>
    public static PackageRequest Parse(string text)
    {
        var parts = text.Split(',', 2, StringSplitOptions.TrimEntries);
        if (!Name().IsMatch(parts[0]))
        {
            throw new PackageException(
                $"#r \"nuget:{text}\" must name a package, as in #r \"nuget: CsvHelper, 33.0.1\".");
        }

        var version = parts.ElementAtOrDefault(1);
        if (version is not null && !VersionText().IsMatch(version))
        {
            throw new PackageException(
                $"The version of {parts[0]} must be exact (1.2.3), floating (1.2.*, *-*) or a range ([1.0,2.0)), "
                + $"but is '{version}'.");
        }

        return new PackageRequest(parts[0], version);
    }

    /// <summary>The version as a project file has it.</summary>
    public string ProjectVersion => Version ?? "*";

    /// <summary>Name and version as the user wrote them.</summary>
    public override string ToString() => Version is null ? Id : $"{Id} {Version}";

    [GeneratedRegex(@"^\w+([.-]\w+)*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^([\d*][\w.+*-]*|[\[(][\w.+*, -]*[\])])$")]
    private static partial Regex VersionText();
}

/// <summary>A package of the kit's own: a request for it is answered without asking any source.</summary>
/// <param name="Pattern">A package's name, or the beginning of names and *.</param>
/// <param name="Answer">What stands in for it, as a sentence.</param>
public sealed record BuiltInPackage(string Pattern, string Answer)
{
    /// <summary>Whether it answers for a package.</summary>
    /// <param name="id">The package's name.</param>
    public bool Fits(string id) => Pattern.EndsWith('*')
        ? id.StartsWith(Pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : id.Equals(Pattern, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Packages could not be had; nothing has changed. The message is for the user.</summary>
public sealed class PackageException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What must hold, what came, what to do.</param>
    public PackageException(string message)
        : base(message)
    {
    }
}
