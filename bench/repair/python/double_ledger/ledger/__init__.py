from ledger.book import Book, Entry, UnbalancedError

__all__ = ["Book", "Entry", "UnbalancedError"]
