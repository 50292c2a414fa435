namespace NotebookKit.Models;
