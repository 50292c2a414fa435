using System.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Notebook;
using NotebookKit.Kernel.Packages;

namespace NotebookKit.Kernel.Directives;

/// <summary>C# cells with directives: lines that start with #!, such as #!time, and #r, #i and #load.</summary>
public sealed class DirectiveEvaluator : ICellEvaluator
{
    private readonly CSharpEvaluator cells;
    private readonly ReferenceDirectives references;
    private readonly ShowDirectives show;
    private readonly Stack<string> importing = new();
    private readonly string folder;

    /// <summary>Obeys directives around C# cells.</summary>
    /// <param name="cells">Runs the C# of the cells.</param>
    /// <param name="builtIn">Packages that are answered without a source.</param>
    /// <param name="folder">Where relative paths begin: the notebook's folder.</param>
    public DirectiveEvaluator(CSharpEvaluator cells, IReadOnlyList<BuiltInPackage> builtIn, string folder)
    {
        this.cells = cells;
        this.folder = Path.GetFullPath(folder);
        references = new ReferenceDirectives(cells, builtIn, this.folder);
        show = new ShowDirectives(cells, references);
    }

    /// <summary>Answers questions about cells and their directives.</summary>
    public ILanguageServices Services => new DirectiveServices(cells.Services, folder);

    /// <inheritdoc/>
    public CellResult Evaluate(CellSource cell, CancellationToken interrupt)
    {
        if (!cell.Code.Contains('#', StringComparison.Ordinal))
        {
            return cells.Evaluate(cell, interrupt);
        }

        var parts = CellParts.Of(cell.Code);
        if (parts.Select(p => Objection(cell, p)).FirstOrDefault(e => e is not null) is { } error)
        {
            return CellResult.Failed(error);        // before anything has run
        }

        if (parts.FirstOrDefault(p => p.Directive is not null && p.Argument is "-h" or "--help") is { } asked)
        {
            return new CellResult(true, MimeBundle.OfText(DirectiveCatalogue.Find(asked.Directive!)!.Line), null, []);
        }

        var (since, allocated) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());
        var result = Run(cell, parts, interrupt);
        if (parts.Any(p => p.Is("time")))
        {
            if (result is { Error: null, HasValue: true } && result.Value is not DisplayedValue)
            {
                result.Value.Display();
                result = result with { HasValue = false, Value = null };
            }

            ShowDirectives.Time(
                Stopwatch.GetElapsedTime(since), cells.CompileTime, GC.GetTotalAllocatedBytes() - allocated);
        }

        return result;
    }

    /// <inheritdoc/>
    public void NotRun(string code) => cells.NotRun(code);

    private static CellError? Objection(CellSource cell, CellPart part)
    {
        if (part.Directive is not { } name || DirectiveCatalogue.Find(name) is not null)
        {
            return null;
        }

        var why = CellLanguage.NotRun.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? "C# cells alone are run."
            : "there is no such directive. "
              + NearestNames.Question(name, DirectiveCatalogue.All.Select(d => d.Name)) + "#!lsmagic lists them.";
        return Error(cell, part, "CompilationError", $"'#!{name}' is not supported here; {why}");
    }

    private static CellError Error(CellSource cell, CellPart part, string name, string message)
    {
        var lines = $"{cell.Name}:{part.Line}: {message}".Split('\n');
        return new CellError(CellFailure.Compilation, name, lines[0], part.Line, lines);
    }

    private CellResult Run(CellSource cell, IReadOnlyList<CellPart> parts, CancellationToken interrupt)
    {
        var result = CellResult.Nothing;
        var warnings = new List<string>();
        var current = parts.FirstOrDefault(p => p.Directive is "#r" or "#i") ?? parts[0];
        try
        {
            warnings.AddRange(references.Obey(parts, interrupt));
            foreach (var part in parts)
            {
                current = part;
                if (result is { HasValue: true } && result.Value is not DisplayedValue)
                {
                    result.Value.Display();         // of a part before the last one
                }

                result = part.Directive is null
                    ? cells.Evaluate(
                        new CellSource(cell.Name, part.Code), checkpoints: !parts.Any(p => p.Is("nocheck")),
                        library: parts.Any(p => p.Is("library")), interrupt)
                    : Obey(part, interrupt);
                warnings.AddRange(result.Warnings);
                if (result.Error is not null)
                {
                    break;
                }
            }
        }
        catch (Exception error) when (error is PackageException or DirectiveException or UsageException or IOException
            or UnauthorizedAccessException or InvalidOperationException)        // of files, and of questions nobody answers
        {
            var name = error is PackageException ? "PackageError" : "DirectiveError";
            return CellResult.Failed(Error(cell, current, name, error.Message));
        }

        return result with { Warnings = warnings };
    }

    private CellResult Obey(CellPart part, CancellationToken interrupt)
    {
        var arguments = new DirectiveArguments(part.Argument);
        switch (part.Directive!.ToLowerInvariant())
        {
            case "import" or "#load":
                return Import(arguments, interrupt);
            case "reset":
                cells.Reset();
                references.Reset();
                break;
            case "value":
                return Declare(arguments, () => arguments.Option("--from-file") is { Length: > 0 } file
                    ? File.ReadAllText(Found(file)) : part.Code, interrupt);
            case "set":
                return Set(arguments, interrupt);
            case "share":
                return Share(arguments, interrupt);
            default:
                show.Obey(part);
                break;
        }

        return CellResult.Nothing;
    }

    private CellResult Import(DirectiveArguments arguments, CancellationToken interrupt)
    {
        if (arguments.Words is not [var path])
        {
            throw new DirectiveException("#!import needs the path of one file, as in #!import \"other.ipynb\".");
        }

        var full = Found(path);
        if (importing.Contains(full))
        {
            throw new DirectiveException(
                $"{path} imports itself: {string.Join(" > ", importing.Reverse().Append(full).Select(Path.GetFileName))}.");
        }

        importing.Push(full);
        try
        {
            var last = CellResult.Nothing;
            foreach (var cell in ImportedCells.Of(full))
            {
                if (last.HasValue && last.Value is not DisplayedValue)
                {
                    last.Value.Display();
                }

                last = Evaluate(cell, interrupt);
                if (last.Error is not null)
                {
                    return last;
                }
            }

            return last;
        }
        finally
        {
            importing.Pop();
        }
    }

    private CellResult Set(DirectiveArguments arguments, CancellationToken interrupt)
    {
        var value = arguments.Option("--value") ?? throw new DirectiveException(
            "#!set needs --value, as in #!set --name x --value text.");
        var (kind, rest) = value.StartsWith('@') && value.IndexOf(':', StringComparison.Ordinal) is > 0 and var at
            ? (value[1..at], value[(at + 1)..]) : ("", value);
        return kind switch
        {
            "" => Declare(arguments, () => value, interrupt),
            "input" or "password" => Declare(
                arguments, () => NotebookHost.Current.Input(rest, secret: kind == "password"), interrupt),
            "csharp" or "value" => Code($"var {Name(arguments)} = {Identifier(rest)};", interrupt),
            _ => throw new DirectiveException(
                $"#!set takes a text, @input:\"prompt\", @password:\"prompt\" or @csharp:name as --value, but '{value}' came."),
        };
    }

    private CellResult Share(DirectiveArguments arguments, CancellationToken interrupt)
    {
        if (arguments.Words is not [var name])
        {
            throw new DirectiveException("#!share needs the name of one variable, as in #!share x --as y.");
        }

        var second = arguments.Option("--as");
        return second is null || second == name
            ? Code($"_ = {Identifier(name)};", interrupt)       // it is there already, or the error says that it is not
            : Code($"var {Identifier(second)} = {Identifier(name)};", interrupt);
    }

    private CellResult Declare(DirectiveArguments arguments, Func<string> text, CancellationToken interrupt) =>
        Code($"string {Name(arguments)} = {SymbolDisplay.FormatLiteral(text(), quote: true)};", interrupt);

    private CellResult Code(string code, CancellationToken interrupt) =>
        cells.Evaluate(new CellSource("directive", code), interrupt);

    private static string Name(DirectiveArguments arguments) => Identifier(arguments.Option("--name")
        ?? throw new DirectiveException("--name is missing: the variable to put the text into."));

    private static string Identifier(string name) => SyntaxFacts.IsValidIdentifier(name)
        ? "@" + name
        : throw new DirectiveException($"'{name}' is no name of a variable.");

    private string Found(string path)
    {
        var full = Path.GetFullPath(path, folder);
        var here = Path.GetFullPath(path);
        return File.Exists(full) ? full : File.Exists(here) ? here : throw new DirectiveException(
            $"There is no file {path}: looked for {string.Join(" and ", new[] { full, here }.Distinct())}.");
    }
}
