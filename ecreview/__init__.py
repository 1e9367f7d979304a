"""Review of an e-commerce campaign from spreadsheet exports: a pure core, an app and a command line."""

__version__ = "0.1.0"
