"""Runs `python -m unittest` as it is, and notes each test's result for plumb beside this file."""
import json
import os
import sys
import time
import unittest


class _Notes:
    """One JSON object a line. Only the process that began writes: tests may fork."""

    def __init__(self):
        name = "unittest-%d.jsonl" % os.getpid()
        path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
        self.pid = os.getpid()
        self.fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def add(self, **note):
        if os.getpid() != self.pid:
            return
        data = (json.dumps(note) + "\n").encode()
        while data:
            data = data[os.write(self.fd, data):]


def _text(value):
    return str(value).encode("utf-8", "backslashreplace").decode()


def _name(test):
    """The id; "setUpClass (m.C)" of what is no test becomes "m.C.setUpClass"."""
    name = test.id()
    if name.endswith(")") and " (" in name:
        what, where = name[:-1].split(" (", 1)
        name = where + "." + what
    return _text(name)


def _parts():
    """What decides how a test comes out. Code under test can replace it when it is imported."""
    owners = (unittest.TestCase, unittest.TestResult, unittest.TestSuite, unittest.BaseTestSuite, unittest.case._Outcome)
    parts = {(owner, name): value for owner in owners for name, value in vars(owner).items() if callable(value)}
    parts[(unittest.TestCase, "failureException")] = unittest.TestCase.failureException
    return parts


def _replaced(parts):
    return sorted(owner.__name__ + "." + name for (owner, name), value in parts.items() if vars(owner).get(name) is not value)


def _result_class(base, notes):
    parts = _parts()

    class Result(base):
        _badness = ["skipped", "passed", "failed", "error"]

        def startTest(self, test):
            self._begun, self._said = time.perf_counter(), None
            super().startTest(test)

        def stopTest(self, test):
            super().stopTest(test)
            ms = (time.perf_counter() - self._begun) * 1000
            outcome, message = self._said or ("passed", "")
            notes.add(test=_name(test), outcome=outcome, ms=ms, message=message)
            self._begun = None

        def _say(self, test, outcome, message=""):
            message = _text(message)[-8000:]
            if getattr(self, "_begun", None) is None:  # setUpClass, setUpModule
                notes.add(test=_name(test), outcome=outcome, message=message)
            elif self._said is None or self._badness.index(outcome) > self._badness.index(self._said[0]):
                self._said = (outcome, message)

        def addSuccess(self, test):
            super().addSuccess(test)
            self._say(test, "passed")

        def addError(self, test, err):
            super().addError(test, err)
            self._say(test, "error", self._exc_info_to_string(err, test))

        def addFailure(self, test, err):
            super().addFailure(test, err)
            self._say(test, "failed", self._exc_info_to_string(err, test))

        def addSkip(self, test, reason):
            super().addSkip(test, reason)
            self._say(test, "skipped", reason)

        def addExpectedFailure(self, test, err):
            super().addExpectedFailure(test, err)
            self._say(test, "passed")

        def addUnexpectedSuccess(self, test):
            super().addUnexpectedSuccess(test)
            self._say(test, "failed", "unexpected success")

        def addSubTest(self, test, subtest, err):
            super().addSubTest(test, subtest, err)
            if err is not None:
                failed = issubclass(err[0], test.failureException)
                self._say(test, "failed" if failed else "error", self._exc_info_to_string(err, test))

        def stopTestRun(self):
            super().stopTestRun()
            notes.add(ran=self.testsRun, replaced=_replaced(parts))

    return Result


def main():
    sys.path[0] = os.getcwd()
    sys.argv[0] = "python -m unittest"
    base = unittest.TextTestRunner
    notes = _Notes()

    class Runner(base):
        resultclass = _result_class(base.resultclass, notes)

    unittest.main(module=None, testRunner=Runner)


if __name__ == "__main__":
    main()
