namespace NotebookKit.Models.Tests;
