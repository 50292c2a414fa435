namespace NotebookKit.Cli.Tests;
