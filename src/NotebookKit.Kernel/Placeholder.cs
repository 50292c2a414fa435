namespace NotebookKit.Kernel;
