using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Language;

/// <summary>C# cells, compiled by Roslyn as a chain of scripts with Release optimisation.</summary>
public sealed class CSharpEvaluator : ICellEvaluator
{
    /// <summary>Namespaces that every cell sees, besides the ones it names.</summary>
    public static readonly IReadOnlyList<string> DefaultUsings =
    [
        "System", "System.Text", "System.IO", "System.Collections", "System.Collections.Generic", "System.Linq",
        "System.Threading.Tasks", "NotebookKit.Interactive", "Microsoft.DotNet.Interactive",
    ];

    private static readonly string[] CellWords =
        ["Microsoft.DotNet.Interactive.Kernel", "Microsoft.DotNet.Interactive.TopLevelMethods"];

    // Touches what cells usually need: a class, LINQ, a lambda, await, a loop, an interpolated string.
    private const string WarmUpCode = """
        { var sum = Enumerable.Range(0, 3).Where(i => i > 0).Select(i => new { i }).Sum(x => x.i);
          await Task.CompletedTask;
          for (var i = 0; i < 1; i++) { sum += i; } _ = $"{sum:N0}"; }
        """;

    private readonly Func<SubmissionChain> newChain;
    private SubmissionChain chain;
    private readonly UnrunCells unrun = new();
    private readonly Dictionary<string, string> codeOfCells = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> nameOfSubmissions = [];

    /// <summary>Binds the references and the usings, once for all cells.</summary>
    /// <param name="references">Assemblies that cells use; what these need comes along.</param>
    /// <param name="usings">Namespaces to import besides <see cref="DefaultUsings"/>; "static X" imports a
    /// type.</param>
    /// <exception cref="UsageException">A using names nothing in the references.</exception>
    public CSharpEvaluator(IEnumerable<Assembly> references, IEnumerable<string> usings)
    {
        // Static imports of a script are written as the type's name, as namespaces are.
        var written = usings.Select(u => u.StartsWith("static ", StringComparison.Ordinal) ? u[7..] : u);
        var bound = References.For([.. references, typeof(NotebookHost).Assembly]);
        string[] imported = [.. DefaultUsings.Concat(CellWords).Concat(written).Distinct(StringComparer.Ordinal)];
        newChain = () => new SubmissionChain(bound, imported);
        Reset();
    }

    /// <summary>Compiles what cells usually need, so that the first one finds a warm compiler (about a second). Runs
    /// nothing and changes nothing; may go on beside cells.</summary>
    public void WarmUp()
    {
        foreach (var code in (string[])[WarmUpCode, "1 + 1"])       // a cell without a loop is compiled in another way
        {
            _ = chain.Compile(SubmissionChain.Parse(new CellSource("warm-up", code)), CancellationToken.None);
        }
    }

    /// <summary>Answers questions about cells that are being written; may be asked while a cell runs.</summary>
    public ILanguageServices Services => new CSharpServices(() => chain);

    /// <summary>The variables of all cells, the newest first.</summary>
    public IReadOnlyList<CellVariable> Variables() => Inspection.Variables(chain);

    /// <summary>Variables that a later cell declared again, and whose values functions of older cells still
    /// hold.</summary>
    public IReadOnlyList<CellVariable> HeldVariables() => Inspection.Held(chain, NameOf);

    /// <summary>What cells may use besides the host's assemblies.</summary>
    internal SubmissionChain Chain => chain;

    /// <summary>How long the compiler took for the last cell.</summary>
    internal TimeSpan CompileTime { get; private set; }

    /// <summary>Forgets all cells, with what they declared and referenced.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(chain))]
    internal void Reset()
    {
        chain = newChain();
        codeOfCells.Clear();
        nameOfSubmissions.Clear();
        unrun.Clear();
        var first = Evaluate(new CellSource("start", ""), CancellationToken.None);
        if (first.Error is { } error)
        {
            throw new UsageException($"The usings of the cells do not compile: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public CellResult Evaluate(CellSource cell, CancellationToken interrupt) =>
        Evaluate(cell, checkpoints: true, library: false, interrupt);

    /// <inheritdoc/>
    public void NotRun(string code) => unrun.AddSkipped(code);

    /// <summary>Compiles and runs a cell, with or without the places where it can be stopped.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="checkpoints">Whether its loops can be stopped.</param>
    /// <param name="library">Whether its types are a library; those that no script can hold are one in any case.</param>
    /// <param name="interrupt">Gives up waiting.</param>
    internal CellResult Evaluate(CellSource cell, bool checkpoints, bool library, CancellationToken interrupt)
    {
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        var back = chain.Mark();
        var script = cell;
        if (library || LibraryCells.IsNeeded(cell))
        {
            var made = chain.AddLibrary(LibraryCells.Library(cell), checkpoints, interrupt);
            if (made.HasErrors)
            {
                return NotCompiled(made);
            }

            script = LibraryCells.Script(cell);
        }

        var submission = chain.Compile(SubmissionChain.Parse(script), interrupt, checkpoints);
        CompileTime = System.Diagnostics.Stopwatch.GetElapsedTime(since);
        if (submission.HasErrors)
        {
            back();
            return NotCompiled(submission);
        }

        codeOfCells[cell.Name] = cell.Code;
        nameOfSubmissions[submission.Number] = cell.Name;
        var body = chain.Append(submission);
        try
        {
            var task = body();
            task.Wait(interrupt);       // gives up waiting; what the cell awaits stops at its next checkpoint
            var value = task.Result;
            chain.ReleaseHidden();
            return new CellResult(value is not null || EndsWithValue(submission), value, null, Warnings(submission));
        }
        catch (Exception error)         // whatever a cell throws is its result
        {
            Microsoft.DotNet.Interactive.Kernel.LastError =
                error is AggregateException { InnerExceptions: [var only] } ? only : error;
            return CellResult.Failed(RuntimeErrors.Describe(error, cell.Name, codeOfCells, NameOf));
        }

        CellResult NotCompiled(Submission failed)
        {
            var error = CompileErrors.Describe(cell, failed, NameOf, unrun.Hint);
            unrun.AddFailed(cell);
            return CellResult.Failed(error);
        }
    }

    private string NameOf(int submission) => nameOfSubmissions.GetValueOrDefault(submission, "an earlier cell");

    /// <summary>Tells null from nothing: the last statement is an expression without semicolon, and not void.</summary>
    private static bool EndsWithValue(Submission submission)
    {
        var root = (CompilationUnitSyntax)submission.Tree.GetRoot();
        return root.Members.LastOrDefault() is GlobalStatementSyntax
        {
            Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } statement,
        } && submission.Compilation.GetSemanticModel(submission.Tree).GetTypeInfo(statement.Expression).Type
            is not { SpecialType: SpecialType.System_Void };
    }

    private static List<string> Warnings(Submission submission) =>
    [
        .. submission.Diagnostics.Where(d => d.Id == "CS4014").Select(d =>
            $"{submission.Tree.FilePath}:{d.Location.GetLineSpan().StartLinePosition.Line + 1}: "
            + "the cell does not wait for this call; write 'await' before it."),
    ];
}
