namespace NotebookKit.Tests;
