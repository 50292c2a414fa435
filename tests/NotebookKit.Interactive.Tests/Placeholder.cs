namespace NotebookKit.Interactive.Tests;
