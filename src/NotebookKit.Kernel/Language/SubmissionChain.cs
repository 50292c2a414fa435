using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace NotebookKit.Kernel.Language;

/// <summary>The chain of script compilations: each cell sees the ones before it. References and usings belong to the
/// first link only and are bound once; given to each cell they would cost 4 MiB a cell.</summary>
internal sealed class SubmissionChain
{
    private static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    private readonly CellAssemblies loader = new();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<SyntaxTree, SyntaxTree> written = new();
    private readonly HiddenVariables unnamed;
    private readonly IReadOnlyList<MetadataReference> references;
    private readonly IReadOnlyList<string> usings;
    private readonly HashSet<string> referenced;
    private ImmutableList<MetadataReference> bound;     // those of all links so far, for libraries
    private ImmutableDictionary<string, string> libraryOfTypes = ImmutableDictionary<string, string>.Empty;
    private ImmutableList<string> usingsOfCells = [];   // and of libraries; the newest first
    private CellNames names = CellNames.None;
    private Surroundings? surroundings;
    private CSharpCompilation? last;
    private object?[] states = new object?[16];     // slot 0 is for globals, which cells do not have
    private int compiled;

    public SubmissionChain(IReadOnlyList<MetadataReference> references, IReadOnlyList<string> usings)
    {
        this.references = references;
        this.usings = usings;
        unnamed = new HiddenVariables(Clear);
        bound = [.. references];
        referenced = new HashSet<string>(references.Select(NameOf), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Loads cells, and what they use besides the host's assemblies.</summary>
    public CellAssemblies Assemblies => loader;

    /// <summary>Lets all later cells use more assemblies: a link of its own, so that they are bound once.</summary>
    /// <param name="files">Full paths; one whose name is referenced already is left out.</param>
    /// <param name="replace">Not left out: the compiler takes the higher of two versions.</param>
    public void Reference(IEnumerable<string> files, bool replace = false)
    {
        var added = files.Where(f => replace || !referenced.Contains(Path.GetFileNameWithoutExtension(f)))
            .DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase)
            .Select(References.File).ToList();
        if (added.Count > 0)
        {
            last = Link(Parse(new CellSource("references", "")), added);
            compiled++;
            referenced.UnionWith(added.Select(NameOf));
            bound = bound.AddRange(added);
            GrowStates();
        }
    }

    /// <summary>Name that the compiler gives to the class of a cell; errors turn it back into the cell's
    /// name.</summary>
    public static string ClassName(int number) => $"Submission#{number}";

    public static SyntaxTree Parse(CellSource cell) =>
        CSharpSyntaxTree.ParseText(cell.Code, ParseOptions, cell.Name, Encoding.UTF8);

    /// <summary>Compiles a cell against the chain without changing it.</summary>
    /// <param name="tree">The cell as written; its path is the cell's name.</param>
    /// <param name="interrupt">Stops the compiler.</param>
    /// <param name="checkpoints">False for a cell that cannot be stopped at its loops.</param>
    public Submission Compile(SyntaxTree tree, CancellationToken interrupt, bool checkpoints = true)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot(interrupt);
        var plain = Link(tree, optimize: !RunsOnce(root));
        if (root.ContainsDiagnostics && tree.GetDiagnostics(interrupt).Any(IsError))
        {
            return new Submission(compiled, plain, null, null, plain.GetDiagnostics(interrupt));
        }

        if (root.Members.Count == 0)
        {
            return new Submission(compiled, plain, null, null, plain.GetDiagnostics(interrupt));   // usings alone
        }

        var model = new Lazy<SemanticModel>(() => plain.GetSemanticModel(tree));
        var submission = checkpoints ? Guarded(tree, Checkpoints.Insert(root, model), interrupt) : null;
        if (submission is null && model.IsValueCreated)
        {
            submission = Guarded(tree, Checkpoints.Insert(root, model: null), interrupt);
        }

        return submission ?? Emit(plain, interrupt);
    }

    /// <summary>Compiles types as an ordinary library over what cells reference; without errors it is loaded, and its
    /// namespaces are imported. It takes the place of earlier libraries that declare a type of the same name.</summary>
    /// <param name="library">What <see cref="LibraryCells.Library"/> gave.</param>
    /// <param name="checkpoints">False for code that cannot be stopped at its loops.</param>
    /// <param name="interrupt">Stops the compiler.</param>
    public Submission AddLibrary(SyntaxTree library, bool checkpoints, CancellationToken interrupt)
    {
        var types = LibraryCells.TypeNames(library);
        var hidden = types.Where(libraryOfTypes.ContainsKey).Select(t => libraryOfTypes[t]).Distinct().ToList();
        var name = hidden.FirstOrDefault() ?? $"library-{compiled}";
        var used = bound.RemoveAll(r => hidden.Contains(NameOf(r)));
        var beside = LibraryCells.Beside([.. UsableUsings(used), Version(compiled)]);
        var open = Tree(LibraryCells.Public(library));
        var model = new Lazy<SemanticModel>(() => Library([open, beside], name, used).GetSemanticModel(open));
        var guarded = checkpoints ? Tree(Checkpoints.Insert((CompilationUnitSyntax)open.GetRoot(interrupt), model)) : open;
        var made = Emit(Library([guarded, beside], name, used), interrupt);
        if (made.HasErrors)
        {
            return Emit(Library([library, beside], name, used), interrupt);     // at the columns that the user wrote
        }

        // The compiler takes the higher of two versions: an empty one hides each further library.
        var added = hidden.Skip(1).Select(other => InMemory(
            Emit(Library([LibraryCells.Beside([Version(compiled)])], other, used), interrupt), other)).ToList();
        var own = InMemory(made, name);
        made.Image!.Position = made.Symbols!.Position = 0;
        _ = loader.AddVersion(made.Image, made.Symbols);
        libraryOfTypes = libraryOfTypes.SetItems(types.Select(t => KeyValuePair.Create(t, name)));
        bound = used.Add(own);
        var imports = string.Concat(LibraryCells.Namespaces(library).Select(n => $"using {n};"));
        last = Link(Parse(new CellSource("library", imports)), [own, .. added]);
        KeepUsings(last);
        compiled++;
        GrowStates();
        return made;

        SyntaxTree Tree(CompilationUnitSyntax root) =>
            CSharpSyntaxTree.Create(root, (CSharpParseOptions)library.Options, library.FilePath, Encoding.UTF8);
    }

    /// <summary>What brings the chain back to where it is now.</summary>
    public Action Mark()
    {
        var before = (last, bound, libraryOfTypes, usingsOfCells, names);
        return () => (last, bound, libraryOfTypes, usingsOfCells, names) = before;
    }

    /// <summary>Binds a text behind the cells that have run, without adding it; beside a running cell too.</summary>
    /// <param name="code">The text.</param>
    public SemanticModel Bind(string code)
    {
        var tree = Parse(new CellSource("", code));
        return Link(tree).GetSemanticModel(tree, ignoreAccessibility: true);
    }

    /// <summary>The names that the cells declare.</summary>
    public CellNames Names => names;

    /// <summary>Binds a text in the surroundings of the cells, all references and usings, but behind none of them: what
    /// it costs does not depend on their number.</summary>
    /// <param name="tree">The text; names of cells mean nothing in it.</param>
    public SemanticModel BindAlone(SyntaxTree tree)
    {
        var (used, lines, known) = (bound, usingsOfCells, surroundings);
        if (known is null || !ReferenceEquals(known.References, used) || !ReferenceEquals(known.Usings, lines))
        {
            surroundings = known = new Surroundings(used, lines, Imports(Usable(lines, Imports)));
        }

        return CSharpCompilation.CreateScriptCompilation(
            "alone", tree, null, Options(), known.Compilation, typeof(object))
            .GetSemanticModel(tree, ignoreAccessibility: true);

        CSharpCompilation Imports(IEnumerable<string> lines) => CSharpCompilation.CreateScriptCompilation(
            "usings", Parse(new CellSource("usings", string.Join('\n', lines))), used, Options().WithUsings(usings),
            null, typeof(object));
    }

    /// <summary>A declaration as its user wrote it, without the checkpoints.</summary>
    /// <param name="declaration">A declaration of a cell.</param>
    public SyntaxNode AsWritten(SyntaxNode declaration)
    {
        if (!written.TryGetValue(declaration.SyntaxTree, out var original))
        {
            return declaration;
        }

        // Checkpoints change bodies only: the n-th declaration of a kind stays the n-th.
        var index = Same(declaration.SyntaxTree).TakeWhile(n => n != declaration).Count();
        return Same(original).ElementAtOrDefault(index) ?? declaration;

        IEnumerable<SyntaxNode> Same(SyntaxTree tree) =>
            tree.GetRoot().DescendantNodes().Where(n => n.RawKind == declaration.RawKind);
    }

    /// <summary>The value that a variable of a cell holds now; read as it is, no code runs.</summary>
    /// <param name="variable">A field of a cell's class.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False when its cell has not run.</returns>
    public bool TryGetValue(IFieldSymbol variable, out object? value)
    {
        var (cell, field) = Find(variable);
        value = field?.GetValue(cell);
        return field is not null;
    }

    /// <summary>Variables that a later cell declared again and that keep their values all the same, because functions
    /// read them.</summary>
    public IEnumerable<IFieldSymbol> Held => unnamed.Held;

    /// <summary>Lets go the values that no name leads to any more; called when a cell has ended well.</summary>
    public void ReleaseHidden() => unnamed.Release();

    /// <summary>The variables of all cells, the newest first; one that a later cell declared again is left
    /// out.</summary>
    public IEnumerable<IFieldSymbol> Variables()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var cell = last; cell is not null; cell = cell.ScriptCompilationInfo?.PreviousScriptCompilation)
        {
            foreach (var field in cell.ScriptClass?.GetMembers().OfType<IFieldSymbol>() ?? [])
            {
                if (field.CanBeReferencedByName && !field.IsImplicitlyDeclared && seen.Add(field.Name))
                {
                    yield return field;
                }
            }
        }
    }

    /// <summary>Makes a compiled cell part of the chain and gives its body, to be run once.</summary>
    /// <param name="submission">A submission without errors.</param>
    public Func<Task<object?>> Append(Submission submission)
    {
        last = submission.Compilation;
        names = names.With(last);
        KeepUsings(last);
        compiled++;
        GrowStates();
        unnamed.Add(submission);
        if (submission.Image is null)
        {
            return () => Task.FromResult<object?>(null);
        }

        submission.Image.Position = 0;
        submission.Symbols!.Position = 0;
        var assembly = loader.Add(submission.Image, submission.Symbols);
        var entry = submission.Compilation.GetEntryPoint(CancellationToken.None)!;
        var method = assembly.GetType(entry.ContainingType.MetadataName)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        var body = method.CreateDelegate<Func<object?[], Task<object?>>>();
        return () => body(states);
    }

    internal static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static string NameOf(MetadataReference reference) =>
        Path.GetFileNameWithoutExtension(reference.Display ?? "");

    /// <summary>The object that holds a variable of a cell, and its field there; nulls when its cell has not
    /// run.</summary>
    private (object? Cell, FieldInfo? Field) Find(IFieldSymbol variable)
    {
        var cell = states.FirstOrDefault(s => s is not null
            && s.GetType().Name == variable.ContainingType.MetadataName);
        return (cell, cell?.GetType().GetField(
            variable.Name, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic));
    }

    private void Clear(IFieldSymbol variable)
    {
        if (Find(variable) is ({ } cell, { } field) && !(field.IsStatic && field.IsInitOnly))
        {
            field.SetValue(cell, null);     // of a struct: all zero
        }
    }

    private void GrowStates()
    {
        if (compiled + 1 >= states.Length)
        {
            Array.Resize(ref states, 2 * states.Length);
        }
    }

    private static CSharpCompilation Library(
        IEnumerable<SyntaxTree> trees, string name, IEnumerable<MetadataReference> used) => CSharpCompilation.Create(
        name, trees, used, new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));

    private static PortableExecutableReference InMemory(Submission library, string name) =>
        MetadataReference.CreateFromImage(library.Image!.ToArray(), filePath: name);

    private static string Version(int version) => $"[assembly: System.Reflection.AssemblyVersion(\"1.0.{version}.0\")]";

    /// <summary>The usings of the cells so far, for every file; those of what cells declare mean nothing
    /// here.</summary>
    private List<string> UsableUsings(IEnumerable<MetadataReference> used)
    {
        var lines = usings.Select(u => $"global using {(last!.GetTypeByMetadataName(u) is null ? "" : "static ")}{u};")
            .Concat(usingsOfCells.Select(u => $"global {u}")).Distinct(StringComparer.Ordinal).ToList();
        return Usable(lines, some => Library([LibraryCells.Beside(some)], "usings", used));
    }

    /// <summary>Those of some lines that compile without an error.</summary>
    private static List<string> Usable(
        IReadOnlyList<string> lines, Func<IReadOnlyList<string>, CSharpCompilation> compile)
    {
        var wrong = compile(lines).GetDiagnostics().Where(IsError)
            .Select(d => d.Location.GetLineSpan().StartLinePosition.Line).ToHashSet();
        return [.. lines.Where((_, at) => !wrong.Contains(at))];
    }

    /// <summary>A cell with checkpoints; null when it has none, and when it has errors: those must be at the columns
    /// that the user wrote.</summary>
    private Submission? Guarded(SyntaxTree tree, CompilationUnitSyntax root, CancellationToken interrupt)
    {
        if (ReferenceEquals(root, tree.GetRoot(interrupt)))
        {
            return null;
        }

        var guarded = Link(CSharpSyntaxTree.Create(root, ParseOptions, tree.FilePath, Encoding.UTF8));
        var submission = Emit(guarded, interrupt);
        if (submission.HasErrors)
        {
            return null;
        }

        written[guarded.SyntaxTrees[0]] = tree;
        return submission;
    }

    private void KeepUsings(CSharpCompilation cell) => usingsOfCells = usingsOfCells.InsertRange(
        0, ((CompilationUnitSyntax)cell.SyntaxTrees[0].GetRoot()).Usings
            .Select(u => u.WithoutTrivia().ToString().ReplaceLineEndings(" "))
            .Except(usingsOfCells, StringComparer.Ordinal));

    /// <summary>Whether every statement runs at most once, and nothing of the cell is called later. Optimised, the
    /// state machine of a cell is a struct, for which the runtime has to compile its generic code anew.</summary>
    private static bool RunsOnce(CompilationUnitSyntax cell) => !cell.DescendantNodes().Any(n => n
        is MemberDeclarationSyntax and not (GlobalStatementSyntax or FieldDeclarationSyntax)
        or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax
        or LabeledStatementSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
        or AnonymousObjectCreationExpressionSyntax or QueryExpressionSyntax);

    private CSharpCompilation Link(
        SyntaxTree tree, IReadOnlyList<MetadataReference>? added = null, bool optimize = true) =>
        CSharpCompilation.CreateScriptCompilation(
            $"cell-{compiled}", tree, last is null ? references : added, Options(optimize), last, typeof(object));

    private CSharpCompilationOptions Options(bool optimize = true) => new(
        OutputKind.DynamicallyLinkedLibrary,
        scriptClassName: ClassName(compiled),
        usings: last is null ? usings : null,
        optimizationLevel: optimize ? OptimizationLevel.Release : OptimizationLevel.Debug,
        concurrentBuild: false,         // a cell is too short to share out: the hand-overs cost more than they save
        allowUnsafe: true,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);

    private Submission Emit(CSharpCompilation compilation, CancellationToken interrupt)
    {
        var image = new MemoryStream();
        var symbols = new MemoryStream();
        var result = compilation.Emit(
            image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
            cancellationToken: interrupt);
        return result.Success
            ? new Submission(compiled, compilation, image, symbols, result.Diagnostics)
            : new Submission(compiled, compilation, null, null, result.Diagnostics);
    }

    /// <summary>The references and usings that hold for all later cells, bound once.</summary>
    private sealed record Surroundings(
        ImmutableList<MetadataReference> References, ImmutableList<string> Usings, CSharpCompilation Compilation);
}

/// <summary>A compiled cell.</summary>
internal sealed record Submission(
    int Number, CSharpCompilation Compilation, MemoryStream? Image, MemoryStream? Symbols,
    IReadOnlyList<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(SubmissionChain.IsError);

    public SyntaxTree Tree => Compilation.SyntaxTrees[0];
}
