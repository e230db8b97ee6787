"""A program on a pseudo terminal, and what a screen shows of it: libvterm through ctypes, by the standard library alone."""

import ctypes
import ctypes.util
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

WAIT = 60   # seconds: the machine may be busy; nothing here waits as long when all is well
MISSING = None


class Rect(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in ("start_row", "end_row", "start_col", "end_col")]


class Pos(ctypes.Structure):
    _fields_ = [("row", ctypes.c_int), ("col", ctypes.c_int)]


class Cell(ctypes.Structure):
    _fields_ = [("chars", ctypes.c_uint32 * 6), ("width", ctypes.c_char), ("attrs", ctypes.c_uint32), ("fg", ctypes.c_uint8 * 4), ("bg", ctypes.c_uint8 * 4)]


SB_PUSH = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.POINTER(Cell), ctypes.c_void_p)
SB_POP = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.POINTER(Cell), ctypes.c_void_p)
TERMPROP = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class Callbacks(ctypes.Structure):
    _fields_ = [("damage", ctypes.c_void_p), ("moverect", ctypes.c_void_p), ("movecursor", ctypes.c_void_p), ("settermprop", TERMPROP),
                ("bell", ctypes.c_void_p), ("resize", ctypes.c_void_p), ("sb_pushline", SB_PUSH), ("sb_popline", SB_POP), ("sb_clear", ctypes.c_void_p)]


def library():
    """libvterm, or None."""
    for name in ("libvterm.so.0", ctypes.util.find_library("vterm")):
        try:
            lib = ctypes.CDLL(name) if name else None
        except OSError:
            continue
        if lib is None:
            continue
        lib.vterm_new.restype = lib.vterm_obtain_screen.restype = lib.vterm_obtain_state.restype = ctypes.c_void_p
        for call, kinds in (("vterm_set_utf8", "pi"), ("vterm_free", "p"), ("vterm_screen_reset", "pi"), ("vterm_screen_flush_damage", "p"),
                            ("vterm_set_size", "pii"), ("vterm_obtain_screen", "p"), ("vterm_obtain_state", "p"),
                            ("vterm_screen_enable_reflow", "pi"), ("vterm_screen_enable_altscreen", "pi")):
            if hasattr(lib, call):
                getattr(lib, call).argtypes = [{"p": ctypes.c_void_p, "i": ctypes.c_int}[kind] for kind in kinds]
        lib.vterm_input_write.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
        lib.vterm_output_read.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
        lib.vterm_output_read.restype = ctypes.c_size_t
        lib.vterm_screen_get_text.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, Rect]
        lib.vterm_screen_get_text.restype = ctypes.c_size_t
        lib.vterm_state_get_cursorpos.argtypes = [ctypes.c_void_p, ctypes.POINTER(Pos)]
        lib.vterm_screen_set_callbacks.argtypes = [ctypes.c_void_p, ctypes.POINTER(Callbacks), ctypes.c_void_p]
        return lib
    return None


def text_of(raw):
    """Of the bytes of a row of cells: a cell has six characters first."""
    numbers = memoryview(raw).cast("I")
    size = ctypes.sizeof(Cell) // 4
    if not any(numbers[1::size]):   # nothing combining: one character a cell
        return "".join(chr(n) if n and n != 0xFFFFFFFF else " " if not n else "" for n in numbers[0::size]).rstrip()
    out = ""
    for at in range(0, len(numbers), size):
        chars = [n for n in numbers[at:at + 6] if n]
        out += "".join(map(chr, chars)) if chars and chars[0] != 0xFFFFFFFF else "" if chars else " "
    return out.rstrip()


class Screen:
    """rows of text, and the scrollback above them."""

    def __init__(self, lib, columns, rows):
        self.lib, self.columns, self.rows = lib, columns, rows
        self.kept = []   # rows of cells that have left the screen
        self.vt = lib.vterm_new(rows, columns)
        lib.vterm_set_utf8(self.vt, 1)
        self.screen = lib.vterm_obtain_screen(self.vt)
        if hasattr(lib, "vterm_screen_enable_reflow"):
            lib.vterm_screen_enable_reflow(self.screen, 1)
        self.properties = []

        def push(count, cells, _):
            self.kept.append(ctypes.string_at(cells, count * ctypes.sizeof(Cell)))
            return 1

        def pop(count, cells, _):
            if not self.kept:
                return 0
            old = self.kept.pop()
            for i in range(count):
                cells[i].width = b"\x01"
            ctypes.memmove(cells, old, min(len(old), count * ctypes.sizeof(Cell)))
            return 1

        def prop(number, _value, _):
            self.properties.append(number)
            return 1

        self.callbacks = Callbacks(sb_pushline=SB_PUSH(push), sb_popline=SB_POP(pop), settermprop=TERMPROP(prop))
        lib.vterm_screen_set_callbacks(self.screen, ctypes.byref(self.callbacks), None)
        lib.vterm_screen_reset(self.screen, 1)

    def write(self, data):
        """The answers of the terminal to what was asked in it."""
        self.lib.vterm_input_write(self.vt, data, len(data))
        self.lib.vterm_screen_flush_damage(self.screen)
        buffer = ctypes.create_string_buffer(4096)
        return buffer.raw[:self.lib.vterm_output_read(self.vt, buffer, len(buffer))]

    @property
    def scrollback(self):
        return [text_of(raw) for raw in self.kept]

    def resize(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.lib.vterm_set_size(self.vt, rows, columns)

    def row(self, number):
        buffer = ctypes.create_string_buffer(self.columns * 32)
        count = self.lib.vterm_screen_get_text(self.screen, buffer, len(buffer), Rect(number, number + 1, 0, self.columns))
        return buffer.raw[:count].decode(errors="replace").rstrip()

    def lines(self):
        return [self.row(i) for i in range(self.rows)]

    def text(self):
        return "\n".join(self.lines()).rstrip()

    def recent(self):
        return "\n".join([text_of(raw) for raw in self.kept[-300:]] + self.lines())

    def everything(self):
        return "\n".join(self.scrollback + self.lines()).rstrip()

    def cursor(self):
        at = Pos()
        self.lib.vterm_state_get_cursorpos(self.lib.vterm_obtain_state(self.vt), ctypes.byref(at))
        return at.row, at.col


class Program:
    """A child on a pty; `emulate` = False for tests that want bytes alone."""

    def __init__(self, argv, env, cwd, columns=80, rows=24, lib=None):
        self.raw = b""
        self.status = None
        self.screen = Screen(lib, columns, rows) if lib else None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(cwd)
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.execve(argv[0], [str(word) for word in argv], env)
            finally:
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def pump(self, seconds=0.05):
        """Reads what comes; False at the end."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            ready, _, _ = select.select([self.fd], [], [], max(0, left))
            if not ready:
                return True
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            if not data:
                return False
            self.raw += data
            if self.screen:
                answer = self.screen.write(data)
                if answer:
                    os.write(self.fd, answer)
            if left <= 0:
                return True

    def until(self, what, why="", wait=WAIT):
        """`what`: a text on the screen (or, without one, among the bytes), or a function."""
        def found():
            if callable(what):
                return what()
            return what in (self.screen.recent()) if self.screen else what.encode() in self.raw
        end = time.monotonic() + wait
        while not found():
            if not self.pump(0.02) and not found():
                raise AssertionError(f"the program ended before {why or what!r}:\n{self.shown()}")
            if time.monotonic() > end:
                raise AssertionError(f"no {why or what!r} in {wait} s:\n{self.shown()}")

    def shown(self):
        return self.screen.everything() if self.screen else self.raw.decode(errors="replace")

    def read(self):
        """What comes next, without the emulator: for measurements."""
        self.raw += os.read(self.fd, 65536)

    def type(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        while data:
            self.pump(0)
            data = data[os.write(self.fd, data[:1024]):]

    def paste(self, text):
        self.type("\x1b[200~" + text + "\x1b[201~")

    def resize(self, columns, rows):
        if self.screen:
            self.screen.resize(columns, rows)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number):
        os.kill(self.pid, number)

    def wait(self, seconds=WAIT):
        """The exit code, or minus the signal's number."""
        end = time.monotonic() + seconds
        while self.status is None:
            self.pump(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > end:
                raise AssertionError(f"the program has not ended:\n{self.shown()}")
        self.pump(0.1)
        return self.status

    def close(self):
        if self.status is None:
            try:
                self.signal(signal.SIGTERM)
                self.wait(20)
            except (ProcessLookupError, AssertionError):
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        os.close(self.fd)
