using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace NotebookKit.Kernel.Language;

/// <summary>Puts a checkpoint at the head of every loop body, before every goto and at the entry of every function of a
/// cell, without moving a line: so a running cell can be stopped.</summary>
/// <remarks>Expression lambdas stay as they are, since they may become expression trees; so do constructors, accessors
/// and operators.</remarks>
internal sealed class Checkpoints : CSharpSyntaxRewriter
{
    private static readonly StatementSyntax Pass =
        ParseStatement("global::NotebookKit.Interactive.Checkpoint.Pass();").WithTrailingTrivia(Space);

    private Checkpoints()
    {
    }

    /// <summary>The same cell with checkpoints.</summary>
    public static CompilationUnitSyntax Insert(CompilationUnitSyntax cell) =>
        (CompilationUnitSyntax)new Checkpoints().Visit(cell);

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
        var body = BodyOf(
            method.Body, method.ExpressionBody, method.ReturnType, method.Modifiers, method.SemicolonToken);
        return body is not null
            ? method.WithBody(body).WithExpressionBody(null).WithSemicolonToken(default)
            : method;
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var function = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        var body = BodyOf(
            function.Body, function.ExpressionBody, function.ReturnType, function.Modifiers, function.SemicolonToken);
        return body is not null
            ? function.WithBody(body).WithExpressionBody(null).WithSemicolonToken(default)
            : function;
    }

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node)
    {
        var lambda = (ParenthesizedLambdaExpressionSyntax)base.VisitParenthesizedLambdaExpression(node)!;
        return lambda.Block is { } block ? lambda.WithBlock(WithPass(block)) : lambda;
    }

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
    {
        var lambda = (SimpleLambdaExpressionSyntax)base.VisitSimpleLambdaExpression(node)!;
        return lambda.Block is { } block ? lambda.WithBlock(WithPass(block)) : lambda;
    }

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        var method = (AnonymousMethodExpressionSyntax)base.VisitAnonymousMethodExpression(node)!;
        return method.WithBlock(WithPass(method.Block));
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

    private static BlockSyntax? BodyOf(
        BlockSyntax? block, ArrowExpressionClauseSyntax? arrow, TypeSyntax returnType, SyntaxTokenList modifiers,
        SyntaxToken semicolon)
    {
        if (block is not null)
        {
            return WithPass(block);
        }

        if (arrow is null || arrow.Expression is ThrowExpressionSyntax
            || Returns(returnType, modifiers) is not { } returns)
        {
            return null;
        }

        // `=> value;` becomes `{ Pass(); return value; }`; what stood before the value stands before `return`.
        var value = arrow.Expression.WithoutLeadingTrivia();
        var end = Token(SyntaxKind.SemicolonToken);
        StatementSyntax statement = returns
            ? ReturnStatement(Token(TriviaList(), SyntaxKind.ReturnKeyword, TriviaList(Space)), value, end)
            : ExpressionStatement(value, end);
        var before = arrow.ArrowToken.TrailingTrivia.AddRange(arrow.Expression.GetLeadingTrivia());
        return Block(Pass, statement.WithLeadingTrivia(before))
            .WithOpenBraceToken(Token(arrow.GetLeadingTrivia(), SyntaxKind.OpenBraceToken, TriviaList(Space)))
            .WithCloseBraceToken(Token(semicolon.LeadingTrivia, SyntaxKind.CloseBraceToken, semicolon.TrailingTrivia));
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
