class Document:
    def __init__(self, text=""):
        self.text = text
        self._done = []
        self._undone = []

    def _record(self, undo, redo):
        self._done.append((undo, redo))

    def insert(self, at, piece):
        if not 0 <= at <= len(self.text):
            raise IndexError(at)
        self._record(("cut", at, piece), ("put", at, piece))
        self._apply(("put", at, piece))

    def delete(self, at, count):
        piece = self.text[at:at + count]
        if not piece:
            return ""
        self._record(("put", at, piece), ("cut", at, piece))
        self._apply(("cut", at, piece))
        return piece

    def _apply(self, action):
        kind, at, piece = action
        if kind == "put":
            self.text = self.text[:at] + piece + self.text[at:]
        else:
            self.text = self.text[:at] + self.text[at + len(piece):]

    def undo(self):
        if not self._done:
            return False
        step = self._done.pop()
        self._apply(step[0])
        self._undone.append(step)
        return True

    def redo(self):
        if not self._undone:
            return False
        step = self._undone.pop()
        self._apply(step[1])
        self._done.append(step)
        return True
