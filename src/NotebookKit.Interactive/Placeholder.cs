namespace NotebookKit.Interactive;
