using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace NotebookKit.Kernel.Language;

/// <summary>Puts a checkpoint at the head of every loop body, before every goto and at the entry of every function of a
/// cell, without moving a line: so a running cell can be stopped.</summary>
/// <remarks>Expression trees stay as they are, and so does a body that only throws.</remarks>
internal sealed partial class Checkpoints : CSharpSyntaxRewriter
{
    private static readonly StatementSyntax Pass =
        ParseStatement("global::NotebookKit.Interactive.Checkpoint.Pass();").WithTrailingTrivia(Space);

    private readonly Lazy<SemanticModel>? model;

    private Checkpoints(Lazy<SemanticModel>? model) => this.model = model;

    /// <summary>The same cell with checkpoints.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="model">Tells which lambdas and queries are delegates; asked only when there are some. Null leaves
    /// them all as they are.</param>
    public static CompilationUnitSyntax Insert(CompilationUnitSyntax cell, Lazy<SemanticModel>? model) =>
        (CompilationUnitSyntax)new Checkpoints(model).Visit(cell);

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
    {
        var loop = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
        return loop.WithStatement(Guarded(loop.Statement));
    }

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node)
    {
        var loop = (DoStatementSyntax)base.VisitDoStatement(node)!;
        return loop.WithStatement(Guarded(loop.Statement));
    }

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node)
    {
        var loop = (ForStatementSyntax)base.VisitForStatement(node)!;
        return loop.WithStatement(Guarded(loop.Statement));
    }

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node)
    {
        var loop = (ForEachStatementSyntax)base.VisitForEachStatement(node)!;
        return loop.WithStatement(Guarded(loop.Statement));
    }

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
    {
        var loop = (ForEachVariableStatementSyntax)base.VisitForEachVariableStatement(node)!;
        return loop.WithStatement(Guarded(loop.Statement));
    }

    public override SyntaxNode? VisitGotoStatement(GotoStatementSyntax node) =>
        node.IsKind(SyntaxKind.GotoStatement) ? Guarded(node) : node;

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var method = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        return WithBody(method, Returns(method.ReturnType, method.Modifiers));
    }

    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node) =>
        WithBody((ConstructorDeclarationSyntax)base.VisitConstructorDeclaration(node)!, returns: false);

    public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node)
    {
        var method = (OperatorDeclarationSyntax)base.VisitOperatorDeclaration(node)!;
        return WithBody(method, Returns(method.ReturnType, method.Modifiers));
    }

    public override SyntaxNode? VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) =>
        WithBody((ConversionOperatorDeclarationSyntax)base.VisitConversionOperatorDeclaration(node)!, returns: true);

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var function = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        var body = BodyOf(
            function.Body, function.ExpressionBody, Returns(function.ReturnType, function.Modifiers),
            function.SemicolonToken);
        return body is not null
            ? function.WithBody(body).WithExpressionBody(null).WithSemicolonToken(default)
            : function;
    }

    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        var accessor = (AccessorDeclarationSyntax)base.VisitAccessorDeclaration(node)!;
        var body = BodyOf(
            accessor.Body, accessor.ExpressionBody, accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
            accessor.SemicolonToken);
        return body is not null
            ? accessor.WithBody(body).WithExpressionBody(null).WithSemicolonToken(default)
            : accessor;
    }

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        var property = (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)!;
        return Getter(property.ExpressionBody, property.SemicolonToken) is { } accessors
            ? property.WithAccessorList(accessors).WithExpressionBody(null).WithSemicolonToken(default)
            : property;
    }

    public override SyntaxNode? VisitIndexerDeclaration(IndexerDeclarationSyntax node)
    {
        var indexer = (IndexerDeclarationSyntax)base.VisitIndexerDeclaration(node)!;
        return Getter(indexer.ExpressionBody, indexer.SemicolonToken) is { } accessors
            ? indexer.WithAccessorList(accessors).WithExpressionBody(null).WithSemicolonToken(default)
            : indexer;
    }

    private static BlockSyntax Guarded(StatementSyntax statement) => statement is BlockSyntax block
        ? WithPass(block)
        : Block(Pass, statement.WithoutTrivia())
            .WithOpenBraceToken(Token(statement.GetLeadingTrivia(), SyntaxKind.OpenBraceToken, TriviaList(Space)))
            .WithCloseBraceToken(Token(TriviaList(Space), SyntaxKind.CloseBraceToken, statement.GetTrailingTrivia()));

    /// <summary>The first statement goes onto the line of the brace: the brace's own line break moves behind
    /// it.</summary>
    private static BlockSyntax WithPass(BlockSyntax block)
    {
        var brace = block.OpenBraceToken;
        var pass = Pass.WithLeadingTrivia(Space).WithTrailingTrivia(brace.TrailingTrivia);
        return block.WithOpenBraceToken(brace.WithTrailingTrivia()).WithStatements(block.Statements.Insert(0, pass));
    }

    private static BaseMethodDeclarationSyntax WithBody(BaseMethodDeclarationSyntax method, bool? returns) =>
        BodyOf(method.Body, method.ExpressionBody, returns, method.SemicolonToken) is { } body
            ? method.WithBody(body).WithExpressionBody(null).WithSemicolonToken(default)
            : method;

    /// <summary>`=> value;` of a property as `{ get { Pass(); return value; } }`.</summary>
    private static AccessorListSyntax? Getter(ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon)
    {
        if (BodyOf(null, arrow, returns: true, semicolon) is not { } body)
        {
            return null;
        }

        var end = body.CloseBraceToken.TrailingTrivia;      // a comment there must not hide the last brace
        var get = AccessorDeclaration(
            SyntaxKind.GetAccessorDeclaration, body.WithCloseBraceToken(Token(SyntaxKind.CloseBraceToken)));
        return AccessorList(SingletonList(get))
            .WithCloseBraceToken(Token(TriviaList(Space), SyntaxKind.CloseBraceToken, end));
    }

    private static BlockSyntax? BodyOf(
        BlockSyntax? block, ArrowExpressionClauseSyntax? arrow, bool? returns, SyntaxToken semicolon)
    {
        if (block is not null)
        {
            return WithPass(block);
        }

        if (arrow is null || arrow.Expression is ThrowExpressionSyntax || returns is null)
        {
            return null;
        }

        // `=> value;` becomes `{ Pass(); return value; }`; what stood before the value stands before `return`.
        var before = arrow.ArrowToken.TrailingTrivia.AddRange(arrow.Expression.GetLeadingTrivia());
        var statement = Statement(arrow.Expression.WithoutLeadingTrivia(), returns.Value);
        return Block(Pass, statement.WithLeadingTrivia(before))
            .WithOpenBraceToken(Token(arrow.GetLeadingTrivia(), SyntaxKind.OpenBraceToken, TriviaList(Space)))
            .WithCloseBraceToken(Token(semicolon.LeadingTrivia, SyntaxKind.CloseBraceToken, semicolon.TrailingTrivia));
    }

    private static StatementSyntax Statement(ExpressionSyntax value, bool returns)
    {
        var end = Token(SyntaxKind.SemicolonToken);
        return returns
            ? ReturnStatement(Token(TriviaList(), SyntaxKind.ReturnKeyword, TriviaList(Space)), value, end)
            : ExpressionStatement(value, end);
    }

    /// <summary>Whether an arrow body is a returned value; null when syntax alone cannot tell.</summary>
    private static bool? Returns(TypeSyntax type, SyntaxTokenList modifiers)
    {
        if (type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
        {
            return false;
        }

        if (!modifiers.Any(SyntaxKind.AsyncKeyword))
        {
            return true;
        }

        var name = type is QualifiedNameSyntax qualified ? qualified.Right : type;
        return name switch
        {
            GenericNameSyntax => true,
            IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } => false,
            _ => null,
        };
    }
}
