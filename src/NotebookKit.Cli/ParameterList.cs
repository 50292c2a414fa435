using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;
using Spectre.Console;

namespace NotebookKit.Cli;

/// <summary><c>nk run NOTEBOOK --params</c>: what a notebook's parameters are.</summary>
internal static class ParameterList
{
    /// <summary>Prints name, type, default and comment of each.</summary>
    /// <param name="path">Full path of the notebook.</param>
    /// <param name="terminal">Where to print.</param>
    /// <returns>Exit code 0.</returns>
    /// <exception cref="Kernel.UsageException">The file is no notebook, or its parameters cell holds something else.</exception>
    public static int Print(string path, Terminal terminal)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var parameters = Parameters.Of(NotebookDocument.Read(path), name);
        if (parameters.Count == 0)
        {
            terminal.Line($"{name} has no parameters: no cell of it is tagged '{Parameters.Tag}'.");
            return ExitCodes.Ok;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("parameter", "type", "default", "what it is");
        foreach (var parameter in parameters)
        {
            table.AddRow(new Text(parameter.Name), new Text(parameter.Type), new Text(parameter.Default), new Text(parameter.Comment));
        }

        terminal.Rich.Write(table);
        terminal.Line($"To set one: nk run {name} -p {parameters[0].Name}=VALUE");
        return ExitCodes.Ok;
    }
}
