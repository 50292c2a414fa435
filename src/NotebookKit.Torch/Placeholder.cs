namespace NotebookKit.Torch;
