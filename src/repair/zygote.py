"""Runs a project's tests many times, each time with another version of one function.

Started by plumb in a copy of the project; server_lab.h tells the protocol. Requests come on stdin, answers
go to a copy of stdout, each behind a word that only plumb knows; the tests' own output goes nowhere.

All but load and batch fork a child that imports the project, so that the server itself stays clean
and sees files as they are on disk then. A batch forks one child that has everything imported and
tries its candidates one after the other: a version is compiled and its code put into the live
function objects, so that whoever holds the function runs it. That costs well under a millisecond.
Its danger is state: a candidate, and the original too, can leave something behind that makes the next one
fail. So what modules and classes of the project hold is put back before each one (State). And at the
end the original is run once more, and if it no longer fails as it did at the start, the batch is
told to be poisoned; it is then repeated with a child for each candidate.
"""

import collections
import gc
import json
import mmap
import operator
import os
import re
import select
import signal
import struct
import sys
import threading
import time
import traceback
import types

FRAMES_MAX = 50
MESSAGE_MAX = 2000
MEMORY_MAX = 2 << 30

root = os.getcwd()
out = None  # the protocol's stdout
config = {}


class OutOfTime(BaseException):
    pass


class Denied(Exception):
    pass


def send(message):
    out.write((config["word"] + json.dumps(message) + "\n").encode())


class Pipe:
    def __init__(self, number):
        self.number = number

    def write(self, data):
        while data:
            data = data[os.write(self.number, data):]


class Region:
    """Memory that a child shares with its parent: an answer costs no switch of processes, and outlives the child."""

    def __init__(self, size):
        self.memory = mmap.mmap(-1, 8 + size)
        self.taken = 0

    def write(self, data):
        end = struct.unpack_from("q", self.memory)[0]
        self.memory[8 + end:8 + end + len(data)] = data
        struct.pack_into("q", self.memory, 0, end + len(data))

    def take(self):
        """What came since the last time: whole lines."""
        begin, end = 8 + self.taken, 8 + struct.unpack_from("q", self.memory)[0]
        data = self.memory[begin:end].partition(b"\0")[0].rpartition(b"\n")  # the end may be seen before what is in front of it
        self.taken += len(data[0] + data[1])
        return data[0] + data[1]


# ---- limits: CPU time of this process, repeated until somebody listens ----

alarms = 0


def on_alarm(signum, frame):
    global alarms
    alarms += 1
    if alarms > 5:  # the candidate swallows it: only the end helps
        os._exit(97)
    raise OutOfTime()


def limit_cpu(ms):
    global alarms
    alarms = 0
    signal.setitimer(signal.ITIMER_PROF, ms / 1000, 0.05 if ms else 0)


def cpu_ms():
    return time.process_time() * 1000


# ---- fence: a candidate that computes a wrong path must not reach out of the copy ----

WRITERS = {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.truncate",
           "os.link", "os.symlink", "shutil.rmtree", "shutil.move", "os.utime"}


def is_inside(path):
    if isinstance(path, int) or path is None:
        return True
    try:
        full = os.path.abspath(os.fsdecode(path))
    except (TypeError, ValueError):
        return True
    return any(full == place or full.startswith(place + "/") for place in config["writable"])


def fence(event, args):
    if event == "open":
        path, mode, flags = args
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) if flags is not None else False
        if writes and not is_inside(path):
            raise Denied("writing outside of the copy: %s" % (path,))
    elif event in WRITERS:
        for path in args[:2]:
            if isinstance(path, (str, bytes)) and not is_inside(path):
                raise Denied("changing files outside of the copy: %s" % (path,))
    elif event in ("os.kill", "os.killpg", "signal.pthread_kill"):
        if args[0] != os.getpid():
            raise Denied("signalling other processes")
    elif event == "socket.connect":
        address = args[1]
        if isinstance(address, tuple) and address[0] not in ("localhost", "127.0.0.1", "::1"):
            raise Denied("connecting to the network")


def prepare_child():
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)  # the requests are not the tests' input
    sys.stdin = open(0, closefd=False)
    signal.signal(signal.SIGPROF, on_alarm)
    try:
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    except (ImportError, ValueError, OSError):
        pass  # no limit of memory here: the watchdog remains
    sys.addaudithook(fence)


# ---- tests, the same face for both runners ----


class Result:
    __slots__ = ("outcome", "error")

    def __init__(self, outcome, error=None):
        self.outcome = outcome  # passed failed error skipped timeout
        self.error = error      # (type, value, traceback)


def describe(error):
    """Message, frames inside the project, and a signature that two equal failures share."""
    if error is None:
        return "", [], ""
    kind, value, trace = error
    frames = []
    for frame, line in traceback.walk_tb(trace):
        name = frame.f_code.co_filename
        if name.startswith(root + "/"):
            frames.append([name[len(root) + 1:], line])
    try:
        text = str(value)
    except Exception:
        text = "?"
    message = "%s: %s" % (kind.__name__, text)
    return message[:MESSAGE_MAX], frames[-FRAMES_MAX:], re.sub("0x[0-9a-f]+", "0x", message[:300])


class Unittest:
    def __init__(self):
        import unittest
        self.unittest = unittest

        class Collector(unittest.TestResult):
            def __init__(self):
                super().__init__()
                self.found = []

            def addError(self, test, error):
                self.found.append(Result("error", error))

            def addFailure(self, test, error):
                self.found.append(Result("failed", error))

            def addSubTest(self, test, subtest, error):
                if error is not None:
                    self.found.append(Result("failed", error))

            def addUnexpectedSuccess(self, test):
                self.found.append(Result("failed"))

            def addSkip(self, test, reason):
                self.found.append(Result("skipped"))

        self.Collector = Collector

    def collect(self, use):
        loader = self.unittest.TestLoader()
        if config["start"]:
            suite = loader.discover(config["start"], config["pattern"], config["top"] or None)
        else:
            suite = loader.loadTestsFromNames(config["names"])
        self.tests = {}
        self.walk(suite)
        use(self)

    def has_fixtures(self, test):
        """Of its class or its module: a suite runs these around it."""
        kind, plain = type(test), self.unittest.TestCase
        module = sys.modules.get(kind.__module__)
        return (getattr(kind.setUpClass, "__func__", None) is not plain.setUpClass.__func__
                or getattr(kind.tearDownClass, "__func__", None) is not plain.tearDownClass.__func__
                or hasattr(module, "setUpModule") or hasattr(module, "tearDownModule")
                or getattr(kind, "__unittest_skip__", False))

    def walk(self, suite):
        for test in suite:
            if isinstance(test, self.unittest.TestSuite):
                self.walk(test)
            else:
                self.tests.setdefault(test.id(), test)

    def ids(self):
        return list(self.tests)

    def file_of(self, name):
        module = sys.modules.get(type(self.tests[name]).__module__)
        path = getattr(module, "__file__", None) or ""
        return path[len(root) + 1:] if path.startswith(root + "/") else ""

    def run(self, name):
        test = self.tests[name]
        collector = self.Collector()
        if test.__class__.__name__ != "_FailedTest":
            test = type(test)(test._testMethodName)
        if self.has_fixtures(test):
            self.unittest.TestSuite([test]).run(collector)
        else:
            test.run(collector)
        found = collector.found
        for result in found:
            if result.error is not None and issubclass(result.error[0], OutOfTime):
                return Result("timeout", result.error)
        for result in found:
            if result.outcome != "skipped":
                return result
        return found[0] if found else Result("passed")


class Pytest:
    kept = None  # the State, where versions are tried

    def collect(self, use):
        import pytest
        from _pytest.runner import runtestprotocol
        self.runtestprotocol = runtestprotocol
        outer = self
        self.raised = None
        self.bare = {}

        class Plugin:
            @pytest.hookimpl(tryfirst=True)
            def pytest_runtestloop(self, session):
                outer.tests = {item.nodeid: item for item in session.items}
                for item in session.items:
                    item.repr_failure = lambda *ignored, **also: ""  # most of a failure's time
                use(outer)
                return True

            @pytest.hookimpl(hookwrapper=True)
            def pytest_runtest_makereport(self, item, call):
                yield
                if call.excinfo is not None and outer.raised is None:
                    outer.raised = (call.excinfo.type, call.excinfo.value, call.excinfo.tb)

        self.tests = {}
        code = pytest.main(config["args"] + ["-q", "-s", "-p", "no:cacheprovider", "--continue-on-collection-errors"],
                           plugins=[Plugin()])
        if not self.tests:
            raise RuntimeError("pytest collected no test (exit code %d)" % code)

    def ids(self):
        return list(self.tests)

    def file_of(self, name):
        return name.split("::")[0]

    def is_plain(self, item):
        """True for a test that needs nothing of pytest but its fixtures and parameters, as far as anybody can tell: no hooks
        run around it but pytest's own, and those that are there for coroutines."""
        import _pytest.python
        import inspect
        marks = {mark.name for mark in item.iter_markers()}
        hooks = ("pytest_runtest_setup", "pytest_runtest_call", "pytest_runtest_teardown", "pytest_pyfunc_call")
        own = all(str(getattr(hook.plugin, "__name__", None) or type(hook.plugin).__module__).startswith(("_pytest", "anyio", "pytest_asyncio"))
                  for name in hooks for hook in getattr(item.config.hook, name).get_hookimpls())
        return (type(item) is _pytest.python.Function and marks <= {"parametrize", "usefixtures"} and own
                and "caplog" not in item.fixturenames and hasattr(item.session._setupstate, "setup")
                and not inspect.iscoroutinefunction(item.obj) and not inspect.isasyncgenfunction(item.obj))

    def call_bare(self, item):
        """Runs a plain test without reports. What fails before or behind the test itself is for pytest to judge."""
        if not item.fixturenames and not list(item.iter_markers()):
            (getattr(item.cls(), item.originalname) if item.cls else item.obj)()
            return
        state = item.session._setupstate
        try:
            try:
                if not item._request:
                    item._initrequest()
                state.setup(item)
                arguments = {name: item.funcargs[name] for name in item._fixtureinfo.argnames}
            except Exception:
                return
            item.obj(**arguments)
        finally:
            try:
                state.teardown_exact(None)
            except Exception:
                pass  # pytest runs it once more, and sees it
            item._request = False
            item.funcargs = None

    def fails_bare(self, name):
        """The Result of a test that fails without pytest around it, which takes most of the time; else None."""
        item = self.tests[name]
        if name not in self.bare:
            self.bare[name] = self.is_plain(item)
        if not self.bare[name]:
            return None
        from _pytest.outcomes import OutcomeException
        try:
            self.call_bare(item)
        except OutOfTime:
            return Result("timeout", sys.exc_info())
        except OutcomeException:
            return None
        except (Exception, SystemExit):
            return Result("failed", sys.exc_info())
        return None

    def run(self, name):
        if self.kept is not None:
            failed = self.fails_bare(name)
            if failed is not None:
                return failed
            self.kept.put_back()
        self.raised = None
        reports = self.runtestprotocol(self.tests[name], nextitem=None, log=False)
        error = self.raised
        if any(report.failed for report in reports):
            if error is not None and issubclass(error[0], OutOfTime):
                return Result("timeout", error)
            in_call = any(report.failed and report.when == "call" for report in reports)
            return Result("failed" if in_call else "error", error)
        if any(report.skipped and not hasattr(report, "wasxfail") for report in reports):
            return Result("skipped")
        return Result("passed")


def collect(use):
    runner = Pytest() if config["runner"] == "pytest" else Unittest()
    runner.collect(use)


def run_limited(tests, name, ms):
    """Runs one test; whatever it does, a Result comes back."""
    try:
        limit_cpu(ms)
        try:
            return tests.run(name)
        finally:
            limit_cpu(0)
    except OutOfTime:
        limit_cpu(0)
        return Result("timeout")
    except Exception:
        return Result("error", sys.exc_info())


# ---- requests that import the project in a child ----


def in_child(work, wall_ms, region=None):
    """Forks, runs work() in the child, relays its lines, which come through `region` if there is one; a child that hangs
    is killed. Returns how it ended: "" or "timeout" or "crash"."""
    global out
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reader)
            os.setpgid(0, 0)
            out = region or Pipe(writer)
            prepare_child()
            work()
        except BaseException:
            limit_cpu(0)
            send({"broken": traceback.format_exc()[-MESSAGE_MAX:]})
        finally:
            os._exit(0)  # whatever fails here: a child never goes on as the server
    os.close(writer)
    try:
        os.setpgid(pid, pid)
    except OSError:
        pass
    ended = relay_region(reader, region, wall_ms) if region else relay(reader, wall_ms)
    os.close(reader)
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        pass
    status = os.waitpid(pid, 0)[1]
    if ended:
        return ended
    if os.WIFEXITED(status):
        return {0: "", 97: "timeout"}.get(os.WEXITSTATUS(status), "crash")
    return "crash"


LOOKS_S = 0.05  # between two looks at a region


def relay_region(reader, region, wall_ms):
    last = time.monotonic()
    while True:
        is_over = bool(select.select([reader], [], [], LOOKS_S)[0])  # nothing is ever written there
        data = region.take()
        if data:
            last = time.monotonic()
            progress.see(data)
            out.write(data)
        if is_over:
            return ""
        if time.monotonic() - last > wall_ms / 1000:
            return "timeout"


def relay(reader, wall_ms):
    """Copies whole lines until the end; each line starts the clock anew."""
    buffer = b""
    while True:
        ready, _, _ = select.select([reader], [], [], wall_ms / 1000)
        if not ready:
            return "timeout"
        chunk = os.read(reader, 1 << 16)
        if not chunk:
            return ""
        buffer += chunk
        whole, newline, buffer = buffer.rpartition(b"\n")
        if newline:
            data = whole + newline
            progress.see(data)
            out.write(data)


class Progress:
    """Counts the candidates of a batch that were answered, which is done in order."""

    def __init__(self):
        self.tried = 0

    def see(self, data):
        self.tried += data.count((config["word"] + '{"tried"').encode())


progress = Progress()


SPIN_MS = 1000  # of a test that is known not to end
AFTER_SPIN_MS = 2000  # of the tests behind the first that did not end, or so many times the slowest so far:
AFTER_SPIN = 20


def baseline(request):
    def use(tests):
        send({"tests": len(tests.ids())})
        ms, slowest = request["ms"], 0
        for name in tests.ids():
            start = cpu_ms()
            wall = time.monotonic()
            result = run_limited(tests, name, ms)
            took = cpu_ms() - start
            if result.outcome == "timeout":
                ms = min(ms, max(AFTER_SPIN_MS, AFTER_SPIN * slowest))
            else:
                slowest = max(slowest, took)
            message, frames, _ = describe(result.error)
            send({"test": name, "file": tests.file_of(name), "outcome": result.outcome,
                  "ms": round(took, 3), "wall_ms": round((time.monotonic() - wall) * 1000, 3),
                  "message": message, "frames": frames})

    return lambda: collect(use)


class Tracer:
    """Lines of the project's files that run."""

    def __init__(self):
        self.lines = {}
        self.prefix = root + "/"
        self.known = {}

    def start(self):
        self.lines = {}
        self.known = {}
        threading.settrace(self.on_call)
        sys.settrace(self.on_call)

    def stop(self):
        sys.settrace(None)
        threading.settrace(None)
        return {name: sorted(lines) for name, lines in self.lines.items() if lines}

    def on_call(self, frame, event, arg):
        name = frame.f_code.co_filename
        local = self.known.get(name)
        if local is None:
            local = self.known[name] = self.local_for(name)
        if local is False:
            return None
        return local

    def local_for(self, name):
        if not name.startswith(self.prefix) or "/site-packages/" in name:
            return False
        lines = self.lines.setdefault(name[len(self.prefix):], set())

        def local(frame, event, arg):
            if event == "line":
                lines.add(frame.f_lineno)
            return local

        return local


def cover(request):
    tracer = Tracer()

    def use(tests):
        send({"import": tracer.stop()})
        end = time.monotonic() + request["budget_ms"] / 1000
        for name in request["tests"]:
            if name not in tests.tests:
                continue
            tracer.start()
            result = run_limited(tests, name, SPIN_MS if name in request["spinning"] else request["ms"])
            lines = tracer.stop()
            send({"cover": name, "outcome": result.outcome, "lines": lines})
            if time.monotonic() > end:
                break

    def work():
        tracer.start()
        collect(use)

    return work


def fresh(request):
    def use(tests):
        passed = 0
        for name in request["tests"]:
            if name not in tests.tests:
                send({"fresh": passed, "failed": name, "why": "missing"})
                return
            result = run_limited(tests, name, request["limits"][name])
            if result.outcome not in ("passed", "skipped"):
                send({"fresh": passed, "failed": name, "why": result.outcome,
                      "message": describe(result.error)[0]})
                return
            passed += 1
        send({"fresh": passed})

    return lambda: collect(use)


def probe(request):
    names = dict(globals())
    exec(compile(request["code"], "probe.py", "exec"), names)
    return names["probe"](request)


# ---- batches ----


class Live:
    """The function objects that exist once everything is imported, by where they were written."""

    def __init__(self):
        self.by_place = {}
        prefix = root + "/"
        for thing in gc.get_objects():
            if type(thing) is types.FunctionType:
                code = thing.__code__
                if code.co_filename.startswith(prefix):
                    key = (code.co_filename[len(prefix):], code.co_firstlineno, code.co_name)
                    self.by_place.setdefault(key, []).append(thing)


class State:
    """What modules and classes of the project hold, and the defaults of functions: names and the contents of containers. Its
    caches are emptied."""

    ENTRIES_MAX = 5000  # of all containers: it is put back for each candidate. Of more, nothing is
    CONTAINERS = (list, set, bytearray, collections.deque)

    def __init__(self):
        import functools
        cached = type(functools.lru_cache()(lambda: 0))
        self.caches = [thing for thing in gc.get_objects() if type(thing) is cached and
                       isinstance(thing.__wrapped__, types.FunctionType) and thing.__wrapped__.__code__.co_filename.startswith(root + "/")]
        self.saved = []  # (container, its kind, copy of what it holds)
        self.known = set()
        self.entries = 0
        modules = [m for m in list(sys.modules.values()) if str(getattr(m, "__file__", None)).startswith(root + "/")]
        self.project = {m.__name__ for m in modules}
        self.todo = [vars(module) for module in modules]
        while self.todo and self.entries <= self.ENTRIES_MAX:
            self.note(self.todo.pop())
        if self.entries > self.ENTRIES_MAX:
            self.saved = []

    def note(self, thing):
        if id(thing) in self.known:
            return
        self.known.add(id(thing))
        kind = type(thing)  # isinstance() asks proxies for what they stand for
        if kind is types.FunctionType:
            self.todo += [*(thing.__defaults__ or ()), *(thing.__kwdefaults__ or {}).values()]
        elif issubclass(kind, tuple):
            self.todo += tuple.__iter__(thing)
        elif issubclass(kind, frozenset):
            self.todo += frozenset.__iter__(thing)
        elif issubclass(kind, type):
            if thing.__module__ in self.project:
                self.keep(thing, type, {k: v for k, v in vars(thing).items() if not k.startswith("__")})
        elif issubclass(kind, dict):
            is_module = self.is_module(thing)
            base = collections.OrderedDict if issubclass(kind, collections.OrderedDict) else dict  # it keeps an order of its own
            self.keep(thing, base, {k: v for k, v in base.items(thing) if not is_module or not k.startswith(("__", "@"))})
        elif issubclass(kind, self.CONTAINERS):
            base = next(base for base in self.CONTAINERS if issubclass(kind, base))
            self.keep(thing, base, list(base.__iter__(thing)))
        elif kind.__module__ in self.project and hasattr(thing, "__dict__"):
            self.todo.append(vars(thing))

    def is_module(self, thing):
        return type(dict.get(thing, "__name__")) is str and dict.get(thing, "__name__") in self.project

    def keep(self, thing, base, held):
        """`base`: whose methods are used, whatever the project has made of them."""
        self.entries += len(held)
        self.saved.append((thing, base, held))
        if base is not bytearray:
            self.todo += held.values() if isinstance(held, dict) else held

    def put_back(self):
        for cache in self.caches:
            cache.cache_clear()
        for thing, base, held in self.saved:
            if base is type:
                self.put_back_attributes(thing, held)
            elif issubclass(base, dict):
                self.put_back_keys(thing, base, held)
            elif base.__len__(thing) == len(held) and all(map(operator.is_, base.__iter__(thing), held)):
                pass
            elif base in (list, bytearray):
                base.__setitem__(thing, slice(None), held)
            else:
                base.clear(thing)
                (base.update if base is set else base.extend)(thing, held)

    def put_back_attributes(self, thing, held):
        for name in [k for k in vars(thing) if not k.startswith("__") and k not in held]:
            type.__delattr__(thing, name)
        for name, value in held.items():
            if vars(thing).get(name, self) is not value:
                type.__setattr__(thing, name, value)

    def put_back_keys(self, thing, base, held):
        if self.is_module(thing):
            for name in [k for k in thing if not k.startswith(("__", "@")) and k not in held]:
                del thing[name]
            for name, value in held.items():
                if thing.get(name, self) is not value:
                    thing[name] = value
            return
        same = (base.__len__(thing) == len(held) and all(map(operator.is_, base.__iter__(thing), held))
                and all(map(operator.is_, base.values(thing), held.values())))
        if not same:
            base.clear(thing)
            base.update(thing, held)


def compile_unit(candidate):
    """The code object of the function at the end of `chain` in the candidate's text."""
    text = "\n" * candidate["pad"] + candidate["text"]
    name = root + "/" + candidate["file"]
    code = compile(text, name, "exec", candidate["flags"], True)
    for part in candidate["chain"]:
        code = next(c for c in code.co_consts if isinstance(c, types.CodeType) and c.co_name == part)
    return code


class Top:
    """A name of a module or a class that is bound to another value for a while."""

    def __init__(self, candidate):
        path = root + "/" + candidate["file"]
        self.module = next(m for m in list(sys.modules.values()) if getattr(m, "__file__", None) == path)
        self.holder = self.module
        for part in candidate["chain"][:-1]:
            self.holder = getattr(self.holder, part)
        self.name = candidate["chain"][-1]
        self.old = vars(self.holder)[self.name]
        text = candidate["text"].split("\n", candidate["headers"])[-1]
        if text[:1] in " \t":
            text = "if 1:\n" + text
        self.code = compile(text, path, "exec", candidate["flags"], True)

    def bind(self, value):
        before = vars(self.holder)[self.name]
        setattr(self.holder, self.name, value)
        if self.holder is self.module:  # from a import NAME
            for other in list(sys.modules.values()):
                if getattr(other, "__dict__", {}).get(self.name) is before:
                    setattr(other, self.name, value)

    def put(self):
        space = dict(vars(self.holder))
        exec(self.code, vars(self.module), space)
        self.bind(space[self.name])

    def restore(self):
        self.bind(self.old)


def try_top(candidate, tests, order, limits):
    import warnings
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            top = Top(candidate)
    except (StopIteration, KeyError, AttributeError):
        return {"outcome": "fresh"}
    except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError):
        return {"outcome": "syntax"}
    try:
        limit_cpu(limits[order[0]])
        try:
            top.put()
        finally:
            limit_cpu(0)
    except (Exception, OutOfTime):
        return {"outcome": "failed", "passed": 0}
    try:
        return run_until_failure(tests, order, limits)
    finally:
        top.restore()


def run_until_failure(tests, order, limits):
    for passed, name in enumerate(order):
        result = run_limited(tests, name, limits[name])
        if result.outcome not in ("passed", "skipped"):
            return {"outcome": "timeout" if result.outcome == "timeout" else "failed", "passed": passed}
    return {"outcome": "passed", "passed": len(order)}


def try_one(candidate, tests, live, order, limits):
    """One of: syntax, fresh (cannot be tried in place), failed, timeout, passed."""
    import warnings
    if candidate["top"]:
        return try_top(candidate, tests, order, limits)
    functions = live.by_place.get((candidate["file"], candidate["first"], candidate["chain"][-1]))
    if not functions:
        return {"outcome": "fresh"}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = compile_unit(candidate)
    except (SyntaxError, ValueError, StopIteration, OverflowError, MemoryError, RecursionError):
        return {"outcome": "syntax"}
    old = [function.__code__ for function in functions]
    if any(code.co_freevars != c.co_freevars for c in old):
        return {"outcome": "fresh"}
    for function in functions:
        function.__code__ = code
    answer = run_until_failure(tests, order, limits)
    for function, c in zip(functions, old):
        function.__code__ = c
    return answer


ANSWER_MAX = 400  # bytes, of one of a batch


def run_batch(request, tests, live):
    order, limits = request["tests"], request["limits"]
    candidates = request["candidates"]
    wall = request["wall_ms"]
    at = 0
    poisoned = False
    while at < len(candidates):
        step = 1 if request["careful"] else len(candidates)
        part = candidates[at:at + step]
        progress.tried = 0

        def state():
            return describe(run_limited(tests, request["canary"], request["canary_ms"]).error)[2] if request["canary"] else ""

        def work():
            before = state() if step > 1 else ""
            for candidate in part:
                tests.kept.put_back()
                answer = {"tried": candidate["id"]}
                answer.update(try_one(candidate, tests, live, order, limits))
                send(answer)
            tests.kept.put_back()
            if step > 1 and state() != before:
                send({"poisoned": True})

        ended = in_child(work, wall, Region(ANSWER_MAX * len(part) + 8 * MESSAGE_MAX))
        done = progress.tried
        if done < len(part):
            # The one that was running hung or broke the process.
            send({"tried": part[done]["id"], "outcome": ended or "crash", "passed": 0})
            done += 1
        at += done


def serve_batches(tests):
    gc.collect()
    live = Live()
    tests.kept = State()
    gc.freeze()
    send({"done": "load", "tests": len(tests.ids())})
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] != "batch":
            send({"error": "loaded: only batches from here on"})
            continue
        run_batch(request, tests, live)
        send({"done": "batch"})
    os._exit(0)


def main():
    global out, config
    out = Pipe(os.dup(1))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    config = json.loads(sys.stdin.readline())
    sys.path[0] = root
    for path in reversed(config["path"]):
        sys.path.insert(0, os.path.join(root, path))
    sys.dont_write_bytecode = True
    sys.stdout = open(1, "w", closefd=False)
    sys.stderr = open(2, "w", closefd=False)
    if config["runner"] == "pytest":
        import pytest  # noqa: F401, once for all children
    else:
        import unittest  # noqa: F401
    import warnings  # noqa: F401
    send({"done": "start", "executable": sys.executable or ""})
    for line in sys.stdin:
        request = json.loads(line)
        op = request["op"]
        if op == "load":
            try:
                collect(serve_batches)
            except BaseException:
                send({"error": traceback.format_exc()[-MESSAGE_MAX:]})
                os._exit(1)
            send({"error": "the runner ended early"})
            os._exit(1)
        work = {"baseline": baseline, "cover": cover, "fresh": fresh, "probe": probe}[op](request)
        send({"done": op, "ended": in_child(work, request["wall_ms"])})


main()
