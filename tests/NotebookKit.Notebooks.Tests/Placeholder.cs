namespace NotebookKit.Notebooks.Tests;
