from sheet.grid import CellError, Sheet

__all__ = ["CellError", "Sheet"]
