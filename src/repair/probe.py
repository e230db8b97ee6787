"""Calls the functions that an edit changed with what the tests call them with, and with inputs like it.

Run inside the server (zygote.py), whose names it sees, in a child that has imported one version of the
project. The tests run once with a profile function that copies the arguments of the calls of interest: those
of changed functions, and those that a test makes itself and that come to a changed function. Then each is
made again, and with one thing changed: a number by one, an empty list, an argument equal to another. Two
versions are compared by what they answer (compare.cpp), so all that is sent is text: the call and its result.
"""

import copy
import itertools

DEPTH_MAX = 4
ITEMS_MAX = 12
WIDTH_MAX = 40  # changed inputs for one call of a test


class TooLong(Exception):
    pass


def shown(value, depth=0):
    """A value as text, the same for equal values; raises TooLong."""
    if depth > DEPTH_MAX:
        raise TooLong()
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes)):
        text = repr(value)
    elif type(value) in (list, tuple, set, frozenset):
        text = shown_items(value, depth)
    elif type(value) is dict:
        parts = [shown(k, depth + 1) + ": " + shown(v, depth + 1) for k, v in itertools.islice(value.items(), ITEMS_MAX * 4)]
        text = "{" + ", ".join(parts) + "}"
    elif isinstance(value, type) or callable(value) and hasattr(value, "__name__"):
        text = value.__name__
    else:
        text = shown_object(value, depth)
    if len(text) > limit_shown:
        raise TooLong()
    return text


def shown_items(value, depth):
    if len(value) > ITEMS_MAX * 8:
        raise TooLong()
    parts = [shown(item, depth + 1) for item in value]
    if type(value) is list:
        return "[" + ", ".join(parts) + "]"
    if type(value) is tuple:
        return "(" + ", ".join(parts) + ("," if len(parts) == 1 else "") + ")"
    parts.sort()
    text = "{" + ", ".join(parts) + "}" if parts else "set()"
    return text if type(value) is set else "frozenset(" + text + ")"


def shown_object(value, depth):
    kind = type(value)
    if kind.__repr__ is not object.__repr__:
        text = repr(value)
        if " at 0x" not in text:
            return text
    fields = fields_of(value)
    if fields is None:
        raise TooLong()
    parts = ["%s=%s" % (name, shown(item, depth + 1)) for name, item in sorted(fields.items())]
    return "%s(%s)" % (kind.__name__, ", ".join(parts))


def fields_of(value):
    fields = getattr(value, "__dict__", None)
    if fields is None:
        slots = getattr(type(value), "__slots__", None)
        if slots is None:
            return None
        slots = [slots] if isinstance(slots, str) else slots
        fields = {name: getattr(value, name) for name in slots if hasattr(value, name)}
    return fields


# ---- inputs like an input ----


def variants(value, numbers, depth=0):
    """Values of the same type, the nearest first."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        near = [value + 1, value - 1, 0, 1, -1, -value, 2 * value]
        for number in numbers:
            near += [number, number + 1, number - 1]
        return near + [value + 100]
    if isinstance(value, float):
        return [value + 1, value - 1, 0.0, -value, value + 0.5, value * 2]
    if isinstance(value, str):
        return ["", value[:1], value[:-1], value[1:], value + value[-1:], value + " ", " " + value, value.swapcase(),
                value[::-1], value + value]
    if isinstance(value, bytes):
        return [b"", value[:1], value[:-1], value + value[-1:]]
    if type(value) in (list, tuple):
        return sequences(value, numbers, depth)
    if type(value) is dict:
        return dictionaries(value, numbers, depth)
    if type(value) in (set, frozenset):
        items = sorted(value, key=repr)
        return [type(value)(), type(value)(items[:1]), type(value)(items[:-1])]
    return objects(value, numbers, depth)


def sequences(value, numbers, depth):
    make = type(value)
    out = [value[:0], value[:1], value[:-1], value[1:], value + value[-1:], value[::-1], value + value]
    if len(value) > 1:
        out.append(value[:1] + value[:1] + value[2:])
    if depth < 2:
        for at in sorted({0, len(value) - 1, len(value) // 2}) if value else []:
            for item in variants(value[at], numbers, depth + 1)[:6]:
                out.append(value[:at] + make([item]) + value[at + 1:])
    return out


def dictionaries(value, numbers, depth):
    out = [{}]
    for key in list(value)[:3]:
        out.append({k: v for k, v in value.items() if k != key})
        for item in variants(value[key], numbers, depth + 1)[:4] if depth < 2 else []:
            changed = dict(value)
            changed[key] = item
            out.append(changed)
    return out


def objects(value, numbers, depth):
    fields = fields_of(value) if depth < 2 else None
    out = []
    for name, item in list((fields or {}).items())[:6]:
        for other in variants(item, numbers, depth + 1)[:4]:
            try:
                changed = copy.copy(value)
                object.__setattr__(changed, name, other)
                out.append(changed)
            except Exception:
                break  # cannot be made by hand: it has no variants
    return out


def inputs_like(call, numbers):
    """Calls in which one argument is another, or equal to its neighbour."""
    first = 1 if call.method else 0
    for at in range(first, len(call.args)):
        for other in range(first, len(call.args)):
            if other != at and type(call.args[at]) is type(call.args[other]):
                yield call.with_argument(at, call.args[other])
    lists = [variants(arg, numbers) if at >= first else [] for at, arg in enumerate(call.args)]
    for row in itertools.zip_longest(*lists, fillvalue=call):
        for at, value in enumerate(row):
            if value is not call:
                yield call.with_argument(at, value)


# ---- calls ----


class Call:
    def __init__(self, function, name, args, named, method):
        self.function, self.name, self.args, self.named, self.method = function, name, args, named, method

    def with_argument(self, at, value):
        args = list(self.args)
        args[at] = value
        return Call(self.function, self.name, args, self.named, self.method)

    def copied(self):
        args, named = copy.deepcopy((self.args, self.named))
        return Call(self.function, self.name, args, named, self.method)

    def text(self):
        rest = self.args[1:] if self.method else self.args
        parts = [shown(arg) for arg in rest] + ["%s=%s" % (name, shown(arg)) for name, arg in self.named.items()]
        if self.method and self.name == "__init__":
            return "%s(%s)" % (type(self.args[0]).__name__, ", ".join(parts))
        name = shown(self.args[0]) + "." + self.name if self.method else self.name
        return "%s(%s)" % (name, ", ".join(parts))

    def run(self, ms):
        """The result as text, and whether it came to none."""
        try:
            limit_cpu(ms)
            try:
                result = self.function(*self.args, **self.named)
                if isinstance(result, types.GeneratorType):
                    result = list(itertools.islice(result, 50))
            finally:
                limit_cpu(0)
        except (OutOfTime, RecursionError, MemoryError):
            limit_cpu(0)
            return "does not end", True
        except Exception as error:
            return "raises " + type(error).__name__, True
        if self.method and self.name == "__init__":
            return shown(self.args[0]), False
        return shown(result), False


def changes(before, after):
    """What a call did to its arguments."""
    out = []
    for index, (old, new) in enumerate(zip(before.args, after.args)):
        if isinstance(old, (list, dict, set)) or fields_of(old) is not None and not callable(old):
            try:
                if shown(old) != shown(new):
                    out.append(shown(new))
            except TooLong:
                pass
    return out


class Spy:
    """Collects calls while tests run."""

    def __init__(self, request, live):
        self.request, self.live = request, live
        self.units = {(unit["file"], unit["line"], unit["name"]): unit for unit in request["units"]}
        self.files = {root + "/" + unit["file"] for unit in request["units"]}
        self.tests = {root + "/" + name for name in request["test_files"]}
        self.known = {}
        self.calls = []
        self.counts = {}
        self.frames = set()
        self.outer = None

    def unit_of(self, code):
        key = self.known.get(code)
        if key is None:
            place = (code.co_filename[len(root) + 1:], code.co_firstlineno, code.co_name)
            key = self.known[code] = place if place in self.units else False
        return key

    def hook(self, frame, event, arg):
        if event != "call" or frame.f_code.co_filename not in self.files:
            return
        code = frame.f_code
        key = self.unit_of(code)
        if not key or code.co_flags & 0x280 or id(frame) in self.frames:  # coroutines; a generator that goes on
            return
        if code.co_flags & 0x20:
            self.frames.add(id(frame))
        changed = self.units[key]["changed"]
        back = frame.f_back
        by_test = back is not None and back.f_code.co_filename not in self.files
        if by_test:
            self.outer = None if changed else self.note(key, frame)
        if changed:
            if self.outer is not None:
                self.keep(self.outer)
                self.outer = None
            call = self.note(key, frame)
            if call is not None:
                self.keep(call)

    def note(self, key, frame):
        functions = self.live.by_place.get(key)
        if not functions or self.counts.get(key, 0) >= self.request["seen_max"]:
            return None
        code = frame.f_code
        names = code.co_varnames
        count = code.co_argcount
        try:
            values = frame.f_locals
            args = [values[name] for name in names[:count]]
            named = {name: values[name] for name in names[count:count + code.co_kwonlyargcount]}
            at = count + code.co_kwonlyargcount
            if code.co_flags & 4:
                args += list(values[names[at]])
                at += 1
            if code.co_flags & 8:
                named.update(values[names[at]])
            method = count > 0 and names[0] == "self"
            call = Call(functions[0], key[2], args, named, method).copied()
            call.key = key
            return call
        except Exception:
            return None  # cannot be copied: of no use

    def keep(self, call):
        self.counts[call.key] = self.counts.get(call.key, 0) + 1
        self.calls.append(call)


def probe(request):
    global limit_shown
    limit_shown = request["shown_max"]
    numbers = [int(number) for number in request["numbers"]]

    def observe(call, made, known):
        try:
            text = call.text()
        except Exception:
            return  # too long to show, or its __repr__ fails
        if text in known:
            return
        known.add(text)
        try:
            before = call.copied()
            after = call.copied()
            result, threw = after.run(request["call_ms"])
            if not (after.method and after.name == "__init__"):
                for change in changes(before, after):
                    result += ", leaves " + change
        except TooLong:
            return
        except Exception:
            return
        send({"call": text, "result": result, "made": made, "threw": threw})

    def use(tests):
        spy = Spy(request, Live())
        for name in request["tests"]:
            if name not in tests.tests:
                continue
            sys.setprofile(spy.hook)
            try:
                run_limited(tests, name, request["test_ms"])
            finally:
                sys.setprofile(None)
        known = set()
        begun, wall = cpu_ms(), time.monotonic()

        def is_over():  # by computing time: the machine may be busy
            return cpu_ms() - begun > request["budget_ms"] or time.monotonic() - wall > request["budget_ms"] / 100

        for call in spy.calls:
            if is_over() or len(known) >= request["calls_max"] / 2:
                break
            observe(call, False, known)
        likes = [itertools.islice(inputs_like(call, numbers), WIDTH_MAX) for call in spy.calls]
        while likes and not is_over() and len(known) < request["calls_max"]:
            for like in list(likes):
                call = next(like, None)
                if call is None:
                    likes.remove(like)
                elif not is_over() and len(known) < request["calls_max"]:
                    observe(call, True, known)

    return lambda: collect(use)
