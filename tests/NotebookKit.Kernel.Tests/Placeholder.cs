namespace NotebookKit.Kernel.Tests;
