namespace NotebookKit;
