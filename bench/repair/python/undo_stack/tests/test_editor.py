import unittest

from editor import Document


class DocumentTest(unittest.TestCase):
    def test_insert_and_delete(self):
        doc = Document("hello")
        doc.insert(5, " you")
        self.assertEqual(doc.delete(0, 1), "h")
        self.assertEqual(doc.text, "ello you")

    def test_undo(self):
        doc = Document("abc")
        doc.delete(1, 1)
        self.assertTrue(doc.undo())
        self.assertEqual(doc.text, "abc")
        self.assertFalse(doc.undo())

    def test_redo(self):
        doc = Document()
        doc.insert(0, "a")
        doc.insert(1, "b")
        doc.undo()
        doc.undo()
        doc.redo()
        doc.redo()
        self.assertEqual(doc.text, "ab")
        self.assertFalse(doc.redo())

    def test_new_edit_ends_redo(self):
        doc = Document()
        doc.insert(0, "a")
        doc.undo()
        doc.insert(0, "b")
        self.assertFalse(doc.redo())
        self.assertEqual(doc.text, "b")
