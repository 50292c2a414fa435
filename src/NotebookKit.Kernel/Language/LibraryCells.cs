using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NotebookKit.Kernel.Language;

/// <summary>Cells whose types are compiled as an ordinary library, because a script cannot hold them: namespaces,
/// static classes with extension methods, extension blocks, file types.</summary>
internal static class LibraryCells
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.None);
    private static readonly string[] Signs = ["namespace", "static class", "extension", "file "];

    private static readonly SyntaxKind[] Accessibilities =
    [
        SyntaxKind.PublicKeyword, SyntaxKind.InternalKeyword, SyntaxKind.FileKeyword, SyntaxKind.PrivateKeyword,
        SyntaxKind.ProtectedKeyword,
    ];

    /// <summary>Whether a cell holds something that needs a library; by its syntax alone.</summary>
    /// <param name="cell">The cell.</param>
    public static bool IsNeeded(CellSource cell) =>
        Signs.Any(s => cell.Code.Contains(s, StringComparison.Ordinal))
        && Types(Parse(cell)).Any(
            m => m is BaseNamespaceDeclarationSyntax || m.DescendantNodesAndSelf().Any(IsUnscripted));

    /// <summary>The types and namespaces of a cell, with its usings, every line and column in its place.</summary>
    /// <param name="cell">The cell.</param>
    public static SyntaxTree Library(CellSource cell)
    {
        var rest = Root(Parse(cell)).Members.OfType<GlobalStatementSyntax>().Select(m => m.FullSpan);
        return Parse(cell with { Code = Blanked(cell.Code, rest) });
    }

    /// <summary>What remains of the cell: statements, functions, usings.</summary>
    /// <param name="cell">The cell.</param>
    public static CellSource Script(CellSource cell) =>
        cell with { Code = Blanked(cell.Code, Types(Parse(cell)).Select(m => m.FullSpan)) };

    /// <summary>The same library, whose types of no stated accessibility are public: later cells are other
    /// assemblies.</summary>
    /// <param name="library">What <see cref="Library"/> gave.</param>
    public static CompilationUnitSyntax Public(SyntaxTree library)
    {
        var hidden = TopTypes(library).Where(t => !t.Modifiers.Any(m => Accessibilities.Contains(m.Kind())));
        return Root(library).ReplaceNodes(hidden, (_, type) =>
        {
            var start = type.GetLeadingTrivia();
            var word = SyntaxFactory.Token(
                start, SyntaxKind.PublicKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space));
            var bare = type.WithLeadingTrivia();
            return bare switch
            {
                BaseTypeDeclarationSyntax t => t.WithModifiers(t.Modifiers.Insert(0, word)),
                DelegateDeclarationSyntax d => d.WithModifiers(d.Modifiers.Insert(0, word)),
                _ => type,
            };
        });
    }

    /// <summary>The namespaces that a library declares.</summary>
    /// <param name="library">What <see cref="Library"/> gave.</param>
    public static IReadOnlyList<string> Namespaces(SyntaxTree library) =>
        [.. TopTypes(library).Select(NamespaceOf).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>The full names of the types that a library declares at its top.</summary>
    /// <param name="library">What <see cref="Library"/> gave.</param>
    public static IReadOnlyList<string> TypeNames(SyntaxTree library) =>
        [.. TopTypes(library).Select(t => $"{NamespaceOf(t)}.{NameOf(t)}").Distinct(StringComparer.Ordinal)];

    /// <summary>Parses what stands beside every library, such as usings that hold in all of its files.</summary>
    /// <param name="lines">The lines.</param>
    public static SyntaxTree Beside(IEnumerable<string> lines) =>
        CSharpSyntaxTree.ParseText(string.Join('\n', lines), Options, "library", System.Text.Encoding.UTF8);

    private static SyntaxTree Parse(CellSource cell) =>
        CSharpSyntaxTree.ParseText(cell.Code, Options, cell.Name, System.Text.Encoding.UTF8);

    private static CompilationUnitSyntax Root(SyntaxTree tree) => (CompilationUnitSyntax)tree.GetRoot();

    private static IEnumerable<MemberDeclarationSyntax> Types(SyntaxTree tree) =>
        Root(tree).Members.Where(m => m is not GlobalStatementSyntax and not IncompleteMemberSyntax);

    private static IEnumerable<MemberDeclarationSyntax> TopTypes(SyntaxTree tree) =>
        Root(tree).DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>().Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        TypeDeclarationSyntax { TypeParameterList.Parameters.Count: var n, Identifier.ValueText: var name } =>
            $"{name}`{n}",
        BaseTypeDeclarationSyntax other => other.Identifier.ValueText,
        DelegateDeclarationSyntax function => function.Identifier.ValueText,
        _ => "",
    };

    private static string NamespaceOf(MemberDeclarationSyntax type) => string.Join(
        '.', type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(n => n.Name.ToString()));

    private static bool IsUnscripted(SyntaxNode node) => node switch
    {
        ExtensionBlockDeclarationSyntax => true,
        BaseTypeDeclarationSyntax type when type.Modifiers.Any(SyntaxKind.FileKeyword) => true,
        ParameterSyntax { Parent.Parent: MethodDeclarationSyntax { Parent: ClassDeclarationSyntax } } parameter =>
            parameter.Modifiers.Any(SyntaxKind.ThisKeyword),
        _ => false,
    };

    private static string Blanked(string code, IEnumerable<TextSpan> spans)
    {
        var text = code.ToCharArray();
        foreach (var span in spans)
        {
            foreach (ref var letter in text.AsSpan(span.Start, span.Length))
            {
                letter = letter is '\n' or '\r' ? letter : ' ';
            }
        }

        return new string(text);
    }
}
