namespace NotebookKit.Cli.Tests;

/// <summary>Runs command lines in this process, over a folder of the test.</summary>
internal static class InProcess
{
    public static Ended Run(Home home, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = NkCommand.Run(arguments, new Terminal(output, error, live: false), () => home, CancellationToken.None);
        return new Ended(code, output.ToString(), error.ToString(), TimeSpan.Zero);
    }

    /// <summary>A home with two notebooks and no sources.</summary>
    public static Home HomeIn(TemporaryFolder folder)
    {
        folder.Write("notebooks/00-start-here.ipynb", EmptyNotebook);
        folder.Write("notebooks/01-cifake-gradcam.ipynb", EmptyNotebook);
        return new Home(folder.Root);
    }

    private const string EmptyNotebook = """{ "cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5 }""";
}
