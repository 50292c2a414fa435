using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace NotebookKit.Kernel.Language;

/// <content>Lambdas, anonymous methods and queries. `x => value` becomes `x => { Pass(); return value; }` where the
/// lambda is a delegate, and the value of a clause of a query goes through a checkpoint; an expression tree must stay
/// what it is.</content>
internal sealed partial class Checkpoints
{
    private static readonly ExpressionSyntax Through =
        ParseExpression("global::NotebookKit.Interactive.Checkpoint.Through");

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        IsTree(node)
            ? node
            : Guarded((LambdaExpressionSyntax)base.VisitParenthesizedLambdaExpression(node)!, Returns(node));

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => IsTree(node)
        ? node
        : Guarded((LambdaExpressionSyntax)base.VisitSimpleLambdaExpression(node)!, Returns(node));

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        var method = (AnonymousMethodExpressionSyntax)base.VisitAnonymousMethodExpression(node)!;
        return method.WithBlock(WithPass(method.Block));
    }

    public override SyntaxNode? VisitQueryExpression(QueryExpressionSyntax node) =>
        model is not null && node.DescendantNodes().Any(IsOfATree) ? node : base.VisitQueryExpression(node);

    public override SyntaxNode? VisitWhereClause(WhereClauseSyntax node)
    {
        var clause = (WhereClauseSyntax)base.VisitWhereClause(node)!;
        return clause.WithCondition(Passing(clause.Condition));
    }

    public override SyntaxNode? VisitLetClause(LetClauseSyntax node)
    {
        var clause = (LetClauseSyntax)base.VisitLetClause(node)!;
        return clause.WithExpression(Passing(clause.Expression));
    }

    public override SyntaxNode? VisitOrdering(OrderingSyntax node)
    {
        var ordering = (OrderingSyntax)base.VisitOrdering(node)!;
        return ordering.WithExpression(Passing(ordering.Expression));
    }

    public override SyntaxNode? VisitSelectClause(SelectClauseSyntax node)
    {
        var clause = (SelectClauseSyntax)base.VisitSelectClause(node)!;
        return clause.WithExpression(Passing(clause.Expression));
    }

    public override SyntaxNode? VisitGroupClause(GroupClauseSyntax node)
    {
        var clause = (GroupClauseSyntax)base.VisitGroupClause(node)!;
        return clause.WithByExpression(Passing(clause.ByExpression));
    }

    private ExpressionSyntax Passing(ExpressionSyntax value) => model is null
        ? value
        : InvocationExpression(Through, ArgumentList(SingletonSeparatedList(Argument(value.WithoutTrivia()))))
            .WithTriviaFrom(value);

    private static LambdaExpressionSyntax Guarded(LambdaExpressionSyntax lambda, bool? returns)
    {
        if (lambda.Block is { } block)
        {
            return (LambdaExpressionSyntax)lambda.WithBlock(WithPass(block));
        }

        if (returns is null)
        {
            return lambda;
        }

        var value = lambda.ExpressionBody!;
        var body = Block(Pass, Statement(value.WithoutTrivia(), returns.Value))
            .WithOpenBraceToken(Token(value.GetLeadingTrivia(), SyntaxKind.OpenBraceToken, TriviaList(Space)))
            .WithCloseBraceToken(Token(TriviaList(Space), SyntaxKind.CloseBraceToken, value.GetTrailingTrivia()));
        return (LambdaExpressionSyntax)lambda.WithExpressionBody(null).WithBlock(body);
    }

    /// <summary>Whether a lambda becomes an expression tree, which must stay as it is with all that it
    /// holds.</summary>
    private bool IsTree(LambdaExpressionSyntax lambda) =>
        lambda.ExpressionBody is not null && model is not null && Delegate(lambda) is null;

    /// <summary>Whether the value of a lambda's expression is returned; null when the lambda stays as it is.</summary>
    private bool? Returns(LambdaExpressionSyntax lambda)
    {
        if (lambda.ExpressionBody is null or ThrowExpressionSyntax || model is null
            || Delegate(lambda) is not { } called)
        {
            return null;
        }

        var isTask = lambda.Modifiers.Any(SyntaxKind.AsyncKeyword)
            && called.ReturnType is INamedTypeSymbol { Arity: 0 };        // async: nothing comes out of the task
        return !called.ReturnsVoid && !isTask;
    }

    private IMethodSymbol? Delegate(LambdaExpressionSyntax lambda) =>
        (model!.Value.GetTypeInfo(lambda).ConvertedType as INamedTypeSymbol)?.DelegateInvokeMethod;

    /// <summary>Whether a part of a query is given to its source as an expression tree.</summary>
    private bool IsOfATree(SyntaxNode node)
    {
        var operation = node switch
        {
            SelectOrGroupClauseSyntax or OrderingSyntax => model!.Value.GetSymbolInfo(node).Symbol,
            QueryClauseSyntax clause => model!.Value.GetQueryClauseInfo(clause).OperationInfo.Symbol,
            _ => null,
        };
        return operation is IMethodSymbol method && method.Parameters.Any(p =>
            p.Type is INamedTypeSymbol { DelegateInvokeMethod: null, Name: "Expression" });
    }
}
