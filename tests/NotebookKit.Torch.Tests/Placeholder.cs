namespace NotebookKit.Torch.Tests;
