#!/usr/bin/env python3
"""The interactive terminal, as a person sees it: the program on a pseudo terminal, libvterm as the screen, a scripted model.

usage: test_screen.py --plumb PLUMB --model-server PROGRAM [unittest's options]
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import termios
import time
import unittest

import emulator
import world

SKIP = 77
PROGRAMS = argparse.Namespace(plumb=None, model_server=None)
LIB = emulator.library()
PROMPT = "what is to be done?"


class Case(unittest.TestCase):
    turns = ()

    def setUp(self):
        self.world = world.World(PROGRAMS.plumb, PROGRAMS.model_server, self.turns, LIB)
        self.addCleanup(self.world.close)

    def start(self, *words, **more):
        program = self.world.start(*words, **more)
        program.until(lambda: "›" in program.screen.text(), "the prompt")
        return program

    def ask(self, program, text):
        """A message, and the end of its run."""
        before = self.ends(program)
        program.type(text + "\r")
        program.until(lambda: self.ends(program) > before, f"the end of '{text}'")
        program.until(lambda: "Esc stops it" not in program.screen.text(), "rest")

    @staticmethod
    def ends(program):
        return len(re.findall(r"(?m)^(?:verified|unverified|unchanged|failed|regressed|stopped)  ", program.screen.everything()))


class Plain(unittest.TestCase):
    """Terminals that can do less."""

    def setUp(self):
        self.world = world.World(PROGRAMS.plumb, PROGRAMS.model_server, [{"text": "Hello **you**.", "repeat": "forever"}], None)
        self.addCleanup(self.world.close)

    def test_without_a_terminal_it_says_what_to_do(self):
        done = subprocess.run([PROGRAMS.plumb, "--continue"], env=self.world.env, cwd=self.world.project, text=True, capture_output=True, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 2)
        self.assertIn("needs a terminal", done.stderr)
        alone = subprocess.run([PROGRAMS.plumb], env=self.world.env, cwd=self.world.project, text=True, capture_output=True, stdin=subprocess.DEVNULL)
        self.assertEqual(alone.returncode, 2)
        self.assertEqual(alone.stdout, "")
        self.assertRegex(alone.stderr, r'\Aplumb: .*needs a terminal.* plumb run "TASK" \(see plumb --help\)\n\Z')

    def test_a_dumb_terminal_and_plain_get_lines_without_sequences(self):
        for words, env in ((("--plain",), {}), ((), {"TERM": "dumb"})):
            program = self.world.start(*words, **env)
            program.until("lines only")
            program.type("hello\n")
            program.until("Hello you.")
            program.until("ready.")
            program.type("/status\n")
            program.until("scripted-1")
            program.type("\x04")
            self.assertEqual(program.wait(), 0)
            self.assertNotIn(b"\x1b", program.raw)


    def test_in_lines_a_slip_is_not_sent_either(self):
        program = self.world.start("--plain")
        program.until("lines only")
        for typed, told in (("/zap", "there is no command /zap"), ("!ls", "not in --plain"), ("/model nosuch", "no such model: nosuch"), ("/effort huge", "no such effort: huge")):
            program.type(typed + "\n")
            program.until(told)
        program.type("/tmp/x is what?\n")
        program.until("ready.")
        self.assertIn("/tmp/x is what?", self.world.requests()[0])
        for word in ("zap", "!ls", "nosuch", "huge"):
            self.assertNotIn(word, "".join(self.world.requests()))


class PlainHeld(unittest.TestCase):
    def test_held_effects_are_asked_about_in_words(self):
        place = world.World(PROGRAMS.plumb, PROGRAMS.model_server, [{"tool_calls": [{"name": "shell", "arguments": {"command": "rm notes.txt"}}]}, {"text": "Gone or not."}], None)
        self.addCleanup(place.close)
        (place.project / "notes.txt").write_text("mine\n")
        subprocess.run(["git", "init", "-q"], cwd=place.project, env=place.env, check=True)
        program = place.start("--plain")
        program.until("lines only")
        program.type("remove the notes\n")
        program.until("a applies, x refuses")
        program.type("d\n")
        program.until("- mine")
        program.type("x\n")
        program.until("Gone or not.")
        self.assertTrue((place.project / "notes.txt").exists())
        program.until("ready.")
        program.type("/quit\n")
        self.assertEqual(program.wait(), 0)
        self.assertNotIn(b"\x1b", program.raw)

    def two_held(self):
        place = world.World(PROGRAMS.plumb, PROGRAMS.model_server, [{"tool_calls": [{"name": "shell", "arguments": {"command": "rm a.txt b.txt"}}]}, {"text": "Heard it."}], None)
        self.addCleanup(place.close)
        for name in ("a.txt", "b.txt"):
            (place.project / name).write_text("mine\n")
        subprocess.run(["git", "init", "-q"], cwd=place.project, env=place.env, check=True)
        program = place.start("--plain")
        program.until("lines only")
        program.type("remove them\n")
        program.until("a applies, x refuses")
        return place, program

    def test_single_paths_can_be_decided(self):
        place, program = self.two_held()
        program.type("/apply a.txt\n")
        program.until(lambda: program.raw.count(b"a applies, x refuses") == 2, "the question about what is left")
        self.assertFalse((place.project / "a.txt").exists())
        program.type("x\n")
        program.until("Heard it.")
        self.assertTrue((place.project / "b.txt").exists())

    def test_a_letter_is_a_message_when_nobody_is_asked(self):
        place, program = self.two_held()
        program.signal(signal.SIGKILL)
        program.wait()
        program = place.start("--plain", "--continue")
        program.until("lines only")
        program.pump(0.5)
        program.type("a\n")
        program.until("Heard it.")
        self.assertTrue((place.project / "b.txt").exists())


class Basics(Case):
    turns = [{"reasoning": "I should look.", "text": "I look at it.", "tool_calls": [{"name": "read", "arguments": {"path": "calc.py"}}]},
             {"tool_calls": [{"name": "edit", "arguments": {"path": "calc.py", "old": "a - b", "new": "a + b"}}]},
             {"text": "# Done\n\nI changed **it**:\n\n- one `code`\n- two 二三 e\u0301\n\n```python\ndef add(a, b):\n    return a + b\n```\n"},
             {"text": "Second answer."}, {"text": "Third answer."}]

    def setUp(self):
        super().setUp()
        (self.world.project / "calc.py").write_text("def add(a, b):\n    return a - b\n")

    def test_a_task_from_prompt_to_verdict(self):
        program = self.start()
        self.ask(program, "fix add")
        text = program.screen.everything()
        for expected in ("› fix add", "I look at it.", "✓ read calc.py", "✓ edit calc.py", "2 -     return a - b", "2 +     return a + b",
                         "• two 二三 e\u0301", "def add(a, b):", "unverified"):
            self.assertIn(expected, text)
        self.assertNotIn("**", text)
        self.assertEqual((self.world.project / "calc.py").read_text(), "def add(a, b):\n    return a + b\n")
        self.assertNotIn(b"\x1b[?1049h", program.raw)   # no alternate screen
        program.type("/diff\r")
        program.until(lambda: program.screen.everything().count("2 +     return a + b") == 2)
        program.type("/undo\r")
        program.until("↶ undo")
        program.until(lambda: "a - b" in (self.world.project / "calc.py").read_text(), "the old file")
        program.type("\x04")
        self.assertEqual(program.wait(), 0)
        self.assertIn("plumb --resume", program.screen.everything())

    def test_the_terminal_is_given_back_as_it_was(self):
        for end in ("\x04", signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV):
            program = self.world.start()
            before = None
            program.until("/help")
            if isinstance(end, str):
                program.type(end)
            else:
                program.signal(end)
            status = program.wait()
            self.assertEqual(status, 0 if isinstance(end, str) else -end if end == signal.SIGSEGV else 128 + end)
            tail = program.raw[-400:]
            self.assertIn(b"\x1b[?2004l", tail)
            self.assertTrue(tail.rfind(b"\x1b[?25h") > tail.rfind(b"\x1b[?25l"))
            flags = termios.tcgetattr(program.fd)[3]
            self.assertTrue(flags & termios.ICANON and flags & termios.ECHO)

    def test_a_program_between_it_and_the_shell_is_suspended_with_it(self):
        if not os.path.exists("/bin/bash"):
            self.skipTest("no bash")
        program = emulator.Program(["/bin/bash", "--norc", "-i"], {**self.world.env, "PS1": "SH> "}, self.world.project, lib=LIB)
        self.world.programs.append(program)
        program.until("SH>")
        program.type(f"sh -c '{PROGRAMS.plumb}; echo it has ended'\r")
        program.until(PROMPT)
        program.type("\x1a")
        program.until("Stopped")
        program.type("echo in the $((1+1))nd shell\r")
        program.until("in the 2nd shell")
        program.type("fg\r")
        program.until(lambda: PROMPT in program.screen.text().splitlines()[program.screen.cursor()[0]], "the prompt again")
        program.type("\x04")
        program.until(lambda: program.screen.text().rstrip().endswith("it has ended\nSH>"), "the shell")
        program.type("exit\r")
        program.wait()

    def test_where_no_shell_could_bring_it_back_it_goes_on(self):
        program = self.start()
        program.type("half a word")
        program.until("› half a word")
        program.type("\x1a and the rest")
        program.until("› half a word and the rest")
        program.type("\x15\x04")
        self.assertEqual(program.wait(), 0)

    def test_a_signal_to_go_on_leaves_the_terminal_as_it_was(self):
        program = self.start()
        program.until(PROMPT)
        seen = len(program.raw)
        program.signal(signal.SIGCONT)
        program.until(lambda: b"\x1b[?2004h" in program.raw[seen:], "raw mode again")
        program.until(lambda: PROMPT.encode() in program.raw[seen:], "the prompt again")
        program.type("\x04")
        self.assertEqual(program.wait(), 0)
        flags = termios.tcgetattr(program.fd)[3]
        self.assertTrue(flags & termios.ICANON and flags & termios.ECHO)

    def test_leaving_a_session_while_it_goes_back(self):
        program = self.start()
        self.ask(program, "fix add")
        program.type("\x1b")
        program.until("Esc again")
        program.type("\x1b")
        program.until("Back to before")
        program.type("\r/new\r")
        program.until("a new session begins")
        program.until("you have left that session: its conversation stays as it is")
        self.assertIn("a - b", (self.world.project / "calc.py").read_text())
        self.ask(program, "more")
        program.until("Second answer.")

    def test_what_notify_has_to_say_stands_above_the_prompt(self):
        with open(self.world.home / "config/config.toml", "a") as config:
            config.write('[notify]\ncommand = "exit 3"\nafter_s = 0\n')
        program = self.start()
        self.ask(program, "fix add")
        program.until("! the command of [notify]: it ended with 3")
        program.until(lambda: PROMPT in program.screen.text().splitlines()[program.screen.cursor()[0]], "the prompt")
        self.assertNotIn(b"plumb: the command", program.raw)
        self.assertIn(b"\x1b]9;plumb: unverified", program.raw)

    def test_a_shell_can_suspend_it_and_bring_it_back(self):
        if not os.path.exists("/bin/bash"):
            self.skipTest("no bash")
        program = emulator.Program(["/bin/bash", "--norc", "-i"], {**self.world.env, "PS1": "SH> "}, self.world.project, lib=LIB)
        self.world.programs.append(program)
        program.until("SH>")
        program.type(f"{PROGRAMS.plumb}\r")
        program.until(PROMPT)
        program.type("half a word")
        program.until("› half a word")
        program.type("\x1a")
        program.until("Stopped")
        program.type("echo in the $((1+1))nd shell\r")
        program.until("in the 2nd shell")
        program.type("fg\r")
        program.until(lambda: "› half a word" in program.screen.text().splitlines()[program.screen.cursor()[0]], "the message again")
        program.type("\x15\x04")
        program.until(lambda: program.screen.text().rstrip().endswith("SH>"), "the shell")
        program.type("exit\r")
        program.wait()

    def test_resume_and_continue_show_what_was(self):
        program = self.start()
        self.ask(program, "fix add")
        program.type("/rename the sum\r")
        program.until("renamed")
        program.type("\x04")
        program.wait()
        again = self.start("--continue")
        again.until("› fix add")
        again.until("✓ edit calc.py")
        self.ask(again, "more")
        again.until("Second answer.")
        again.type("\x04")
        again.wait()
        subprocess.run([PROGRAMS.plumb, "try", "--drop", "--", "true"], env=self.world.env, cwd=self.world.project, stdin=subprocess.DEVNULL, capture_output=True, check=True)
        chosen = self.world.start("--resume")
        chosen.until("the sum")
        self.assertNotIn("try: true", chosen.screen.text(), "a session that no model can go on with")
        chosen.type("sum\r")
        chosen.until("Second answer.")
        chosen.type("/new\r")
        chosen.until("a new session begins")
        chosen.type("/resume\r")
        chosen.until("Sessions of this folder")
        chosen.type("Second\t")   # a word that only the model said
        chosen.until("Sessions with 'Second'")
        chosen.until("the sum")

    def test_esc_esc_goes_back_with_files_and_conversation(self):
        program = self.start()
        self.ask(program, "fix add")
        self.ask(program, "and now this")
        program.until("Second answer.")
        program.type("\x1b")
        program.until("Esc again")
        program.type("\x1b")
        program.until("Back to before")
        program.type("\x1b[A\r")   # the first message
        program.until("new session")
        program.until(lambda: "a - b" in (self.world.project / "calc.py").read_text(), "the old file")
        program.until(lambda: "› fix add" in program.screen.text().splitlines()[program.screen.cursor()[0]], "the message in the editor")

    def test_commands_tell_what_there_is(self):
        program = self.start()
        self.ask(program, "fix add")
        for command, expected in (("/status", "unverified"), ("/usage", "30 days:"), ("/plan", "the model has made no plan"), ("/effort high", "effort from the next message on: high"),
                                  ("/effort", "effort: high"), ("/held", "nothing is held"), ("/redo", "there was nothing to do"), ("/help", "Ctrl-Z")):
            before = len(program.screen.everything())
            program.type(command + "\r")
            program.until(lambda: expected in program.screen.everything()[before - 400:], f"{expected} after {command}")
            program.pump(0.1)
        program.type("/model\r")
        program.until("Models")
        program.type("scripted\r")
        program.until("model from the next message on: scripted/scripted-1")
        self.ask(program, "more")
        program.type("/fork\r")
        program.until("this is a copy")
        self.ask(program, "in the copy")
        self.assertIn("fix add", self.world.requests()[-1])

    def test_going_back_to_a_later_message_forks(self):
        program = self.start()
        self.ask(program, "fix add")
        self.ask(program, "and now this")
        program.type("\x1b")
        program.until("Esc again")
        program.type("\x1b")
        program.until("Back to before")
        program.type("\r")
        program.until("↶ back to before: and now this")
        self.ask(program, "\x15other words")
        program.until("Third answer.")
        self.assertIn("a + b", (self.world.project / "calc.py").read_text())
        last = self.world.requests()[-1]
        self.assertIn("other words", last)
        self.assertNotIn("and now this", last)


class Editing(Case):
    turns = [{"text": "Right."}, {"text": "Right again."}]

    def test_wide_and_combining_characters_keep_the_cursor_right(self):
        program = self.start()
        program.type("二三e\u0301x")
        program.until("二三e\u0301x")
        program.until(lambda: program.screen.cursor()[1] == 2 + 4 + 1 + 1)
        program.type("\x1b[D\x1b[D\x1b[D")
        program.until(lambda: program.screen.cursor()[1] == 2 + 2)
        program.type("\x7f")
        program.until("› 三e\u0301x")

    def test_a_long_paste_is_a_placeholder_and_goes_whole(self):
        program = self.start()
        program.paste("".join(f"pasted line {i}\n" for i in range(500)))
        program.until("[pasted 500 lines]")
        self.ask(program, " what is it?")
        self.assertIn("pasted line 499", self.world.requests()[-1])

    def test_a_new_line_grows_the_message(self):
        program = self.start()
        program.type("one\x1b\rtwo\nthree")
        program.until(lambda: re.search(r"› one\n  two\n  three", program.screen.text()), "three rows")
        self.ask(program, "")
        self.assertIn("one\\\\ntwo\\\\nthree", self.world.requests()[-1].replace("\\n", "\\\\n"))

    def test_history_is_kept_for_the_project(self):
        program = self.start()
        self.ask(program, "remember me")
        program.type("\x04")
        program.wait()
        program = self.start()
        program.type("\x1b[A")
        program.until("› remember me")
        folder = self.world.home / "state/typed"
        for path in folder.iterdir():
            self.assertEqual(path.stat().st_mode & 0o77, 0)

    def test_files_and_commands_are_offered(self):
        (self.world.project / "src").mkdir()
        (self.world.project / "src/rounding_rules.py").write_text("")
        (self.world.project / ".agents/commands").mkdir(parents=True)
        (self.world.project / ".agents/commands/review.md").write_text("Review $ARGUMENTS closely.\n")
        program = self.start()
        program.type("see @rndrul")
        program.until("src/rounding_rules.py")
        program.type("\t")
        program.until("› see @src/rounding_rules.py")
        self.ask(program, "\x15see @src/rounding_rules.py")   # whole already: sent at once
        program.type("/rev")
        program.until("/review")
        program.type("\t")
        program.until("› /review")
        self.ask(program, "a.py")
        self.assertIn("Review a.py closely.", self.world.requests()[-1])

    def test_an_image_goes_with_the_message(self):
        (self.world.project / "shot.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 60)
        program = self.start()
        program.paste(str(self.world.project / "shot.png") + "\n")
        program.until("with your next message: 1 image")
        self.ask(program, "what is this?")
        program.until("takes no pictures")   # the scripted model: so one was sent

    def test_what_goes_with_a_message_stays_when_no_run_begins(self):
        (self.world.project / "shot.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 60)
        program = self.start("-m", "nowhere/none")
        program.paste(str(self.world.project / "shot.png") + "\n")
        program.until("with your next message: 1 image")
        program.type("!echo $((6*7))\r")
        program.until("with your next message: $ echo")
        program.type("what is this?\r")
        program.until("nowhere")
        program.until("› what is this?")
        program.until("with your next message: $ echo")
        program.until("with your next message: 1 image")
        program.type("\x15/model scripted/scripted-1\r")
        program.until("model from the next message on")
        program.type("what is this?\r")
        program.until("takes no pictures")   # so it was sent again
        program.until("› what is this?")
        program.type("\x03")
        program.until(PROMPT)
        program.type("\x03")
        program.until("nothing goes with your next message any more")
        self.assertNotIn("with your next message", program.screen.text().replace("nothing goes with your next message", ""))
        self.ask(program, "and now?")
        self.assertNotIn("42", self.world.requests()[-1])

    def test_what_was_run_goes_with_the_next_message_that_is_heard(self):
        program = self.start("-m", "nowhere/none")
        program.type("!echo $((6*7))\r")
        program.until("with your next message: $ echo")
        program.type("what is this?\r")
        program.until("› what is this?")
        program.until("with your next message: $ echo")
        program.type("\x15/model scripted/scripted-1\r")
        program.until("model from the next message on")
        self.ask(program, "what is this?")
        self.assertIn("42", self.world.requests()[-1])
        self.assertNotIn("with your next message", program.screen.text())

    def test_a_shell_command_that_left_its_session_can_be_ended(self):
        program = self.start()
        program.type("!setsid sleep 600 & echo pid=$!\r")
        program.until(lambda: re.search(r"pid=\d+", program.screen.text()), "its number")
        pid = int(re.search(r"pid=(\d+)", program.screen.text())[1])
        program.type("\x1b")
        program.until("exit 0")
        end = time.monotonic() + emulator.WAIT
        while os.path.exists(f"/proc/{pid}") and ") Z " not in open(f"/proc/{pid}/stat").read():
            self.assertLess(time.monotonic(), end, "it lives on")
            time.sleep(0.01)
        self.ask(program, "what was that?")

    def test_a_slip_is_not_sent_but_a_path_is(self):
        program = self.start()
        program.type("/modle\r")
        program.until("there is no command /modle")
        program.type("/status\r")   # the slip is not in front of it
        program.until("none yet: it begins")
        self.ask(program, "/tmp/x is what?")
        self.assertIn("/tmp/x is what?", self.world.requests()[-1])
        self.assertNotIn("modle", "".join(self.world.requests()))

    def test_a_model_or_effort_that_there_is_not_is_told_when_it_is_set(self):
        program = self.start()
        program.type("/model nosuch\r")
        program.until("no such model: nosuch")
        program.type("/effort huge\r")
        program.until("no such effort: huge")
        self.assertNotIn("from the next message on", program.screen.everything())
        self.ask(program, "and now?")   # with the model as it was

    def test_a_shell_command_is_shown_and_told_to_the_model(self):
        self.world.env["TEST_API_KEY"] = "sk-do-not-tell"
        program = self.start()
        program.type("!echo $((6*7)); env; false\r")
        program.until("✗ exit 1")
        self.assertIn("  42\n", program.screen.everything())
        self.assertNotIn("sk-do-not-tell", program.screen.everything())
        program.until("with your next message: $ echo")
        self.ask(program, "what was that?")
        self.assertIn("42", self.world.requests()[-1])
        program.type("!!echo secret-$((1+1))\r")
        program.until("secret-2")
        program.until("✓ exit 0")
        self.ask(program, "and now?")
        self.assertNotIn("secret-2", self.world.requests()[-1])


class AtWork(Case):
    turns = [{"text": "I wait.", "tool_calls": [{"name": "shell", "arguments": {"command": "echo started; sleep 600"}}]},
             {"text": "Then the rest."}, {"text": "The queued one."}, {"text": "More."}]

    def test_esc_stops_the_run_and_queued_messages_come_back(self):
        program = self.start()
        program.type("wait\r")
        program.until("  started")
        program.type("later please\t")
        program.until("after this: later please")
        program.type("\x1b")
        program.until("stopped")
        program.until("› later please")
        program.until(lambda: "Esc stops it" not in program.screen.text(), "rest")

    def test_enter_steers_and_tab_queues(self):
        self.world.close()
        self.world = world.World(PROGRAMS.plumb, PROGRAMS.model_server, [
            {"text": "I wait.", "tool_calls": [{"name": "shell", "arguments": {"command": "echo started; sleep 3"}}]},
            {"text": "Heard."}, {"text": "The queued one."}], LIB)
        self.addCleanup(self.world.close)
        program = self.start()
        program.type("wait\r")
        program.until("  started")
        program.type("use tabs\r")
        program.type("and then this\t")
        program.until("after this: and then this")
        program.until("to the model: use tabs")
        program.until("The queued one.")
        text = program.screen.everything()
        self.assertIn("» use tabs", text)
        self.assertLess(text.index("Heard."), text.index("› and then this"))
        self.assertIn("use tabs", self.world.requests()[1])


class Elsewhere(Case):
    turns = [{"text": "I wait.", "tool_calls": [{"name": "shell", "arguments": {"command": "echo started; sleep 4"}}]}, {"text": "Heard it."}, {"text": "And more."}]

    def test_a_run_of_another_process_is_watched_and_steered(self):
        other = subprocess.Popen([PROGRAMS.plumb, "run", "wait a while"], env=self.world.env, cwd=self.world.project, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            while "shell" not in other.stderr.readline():
                pass
            program = self.start("--continue")
            program.until("in process")
            program.until("  started")
            program.type("and hurry\r")
            program.until("to the model: and hurry")
            program.until("Heard it.")
            program.until("unchanged  ")
            self.assertIn("» and hurry", program.screen.everything())
            other.communicate(timeout=60)
            self.ask(program, "go on here")
            program.until("And more.")
        finally:
            other.kill()
            other.communicate()

    def test_a_session_whose_process_died_goes_on(self):
        other = subprocess.Popen([PROGRAMS.plumb, "run", "wait a while"], env=self.world.env, cwd=self.world.project, text=True,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while "shell" not in other.stderr.readline():
            pass
        other.kill()
        other.communicate()
        program = self.start("--continue")
        program.until("was interrupted")
        self.ask(program, "go on")
        program.until("Heard it.")


class HeldCase(Case):
    def setUp(self):
        super().setUp()
        (self.world.project / "notes.txt").write_text("my only notes\n")
        git = ["git", "-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"]
        subprocess.run(git + ["init", "-q"], cwd=self.world.project, check=True)

    def held(self):
        program = self.start()
        program.type("remove the notes\r")
        program.until("apply  x refuse  k keep")
        self.assertIn("notes.txt", program.screen.text())
        self.assertTrue((self.world.project / "notes.txt").exists())
        time.sleep(0.7)   # a letter right after it would have been typed in passing
        return program


class Held(HeldCase):
    turns = [{"tool_calls": [{"name": "shell", "arguments": {"command": "rm notes.txt"}}]}, {"text": "Gone or not."}, {"text": "Next."}]

    def test_a_applies(self):
        program = self.held()
        program.type("d")
        program.until("- my only notes")
        time.sleep(0.7)
        program.type("a")
        program.until("Gone or not.")
        self.assertFalse((self.world.project / "notes.txt").exists())

    def test_x_refuses(self):
        program = self.held()
        program.type("x")
        program.until("Gone or not.")
        self.assertTrue((self.world.project / "notes.txt").exists())

    def test_what_is_kept_can_be_applied_later(self):
        program = self.held()
        program.type("k")
        program.until("Gone or not.")
        program.until("held: /held")
        program.until(lambda: "Esc stops it" not in program.screen.text(), "rest")
        self.assertTrue((self.world.project / "notes.txt").exists())
        program.type("/held\r")
        program.until("Held effects")
        program.type("\r")
        program.until(lambda: not (self.world.project / "notes.txt").exists(), "the effect")

    def test_what_is_typed_in_passing_decides_nothing(self):
        program = self.start()
        program.type("remove the notes\r")
        program.until("apply  x refuse  k keep")
        program.type("apply nothing")
        program.until("› apply nothing")
        self.assertTrue((self.world.project / "notes.txt").exists())


    def test_a_letter_decides_nothing_about_a_question_of_a_run_that_died(self):
        program = self.held()
        program.signal(signal.SIGKILL)
        program.wait()
        program = self.start("--continue")
        program.until("was interrupted")
        program.until(PROMPT)
        time.sleep(0.7)
        program.type("a")
        program.until("› a")
        self.assertTrue((self.world.project / "notes.txt").exists())
        program.type("\x15")
        self.ask(program, "go on")   # a new run does not ask about it either
        time.sleep(0.7)
        program.type("a")
        program.until("› a")
        self.assertTrue((self.world.project / "notes.txt").exists())


class HeldAndOn(HeldCase):
    """A run that goes on without an answer."""
    turns = [{"tool_calls": [{"name": "shell", "arguments": {"command": "rm notes.txt"}}]},
             {"tool_calls": [{"name": "shell", "arguments": {"command": "echo started; sleep 600"}}]}]

    def test_a_letter_decides_nothing_after_something_else_was_said(self):
        program = self.held()
        program.type("look first\r")
        program.until("  started")
        time.sleep(0.7)
        program.type("a")
        program.until("› a")
        program.type("\x15\x1b")
        program.until("stopped")
        self.assertTrue((self.world.project / "notes.txt").exists())


class HeldPaths(Case):
    turns = [{"tool_calls": [{"name": "shell", "arguments": {"command": "rm a.txt b.txt c.txt"}}]}, {"text": "Gone or not."}]

    def setUp(self):
        super().setUp()
        for name in ("a.txt", "b.txt", "c.txt"):
            (self.world.project / name).write_text("mine\n")
        subprocess.run(["git", "init", "-q"], cwd=self.world.project, check=True)

    def left(self):
        return "".join(name for name in "abc" if (self.world.project / f"{name}.txt").exists())

    @staticmethod
    def in_question(program):
        return re.findall(r"(?m)^  deleted +(\S+)", program.screen.text().rpartition("? held: ")[2])

    def asked(self):
        program = self.start()
        program.type("remove them\r")
        program.until("p pick paths")
        time.sleep(0.7)
        program.type("p")
        program.until("What becomes of each")
        return program

    def test_a_message_that_is_typed_into_the_list_decides_nothing(self):
        program = self.asked()
        program.type("a t\r")
        program.until("nothing was marked")
        program.until("p pick paths")
        self.assertEqual(self.left(), "abc")

    def test_some_are_applied_and_others_refused(self):
        program = self.asked()
        program.type("\t\x1b[B\t\t\x1b[B\t\r")
        program.until("Gone or not.")
        program.until(lambda: self.left() == "b", "two gone, one not")
        text = program.screen.everything()
        self.assertIn("? applied, as you said: a.txt, c.txt", text)
        self.assertIn("? dropped, as you said: b.txt", text)
        program.type("/held\r")
        program.until("nothing is held")

    def test_what_is_left_is_asked_about_again(self):
        program = self.asked()
        program.type("b.txt")
        program.until("What becomes of each  b.txt")
        program.type("\t")
        program.until("apply   b.txt")
        program.type("\r")
        program.until(lambda: self.in_question(program) == ["a.txt", "c.txt"], "the question about the others")
        self.assertEqual(self.left(), "ac")
        done = subprocess.run([PROGRAMS.plumb, "drop", "last", "--path", "c.txt"], env=self.world.env, cwd=self.world.project, text=True, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        program.until(lambda: self.in_question(program) == ["a.txt"], "the question about the last one")
        self.assertNotIn("pick paths", program.screen.text())
        time.sleep(0.7)
        program.type("x")
        program.until("Gone or not.")
        self.assertEqual(self.left(), "ac")

    def test_what_was_kept_is_picked_from_later(self):
        program = self.asked()
        program.type("\x1b")
        program.until(lambda: "What becomes" not in program.screen.text())
        time.sleep(0.7)
        program.type("k")
        program.until("Gone or not.")
        program.until(lambda: "Esc stops it" not in program.screen.text(), "rest")
        program.type("/held\r")
        program.until("Held effects")
        program.type("\t")
        program.until("What becomes of each")
        program.type("\r")
        program.until("nothing was marked")
        self.assertEqual(self.left(), "abc")
        program.type("/held\r")
        program.until("Held effects")
        program.type("\t")
        program.until("What becomes of each")
        program.type("\t\t\x1b[B\t\r")
        program.until(lambda: self.left() == "ac", "one gone")
        program.until("1 held: /held")


class Sizes(Case):
    turns = [{"text": "A paragraph of words that is long enough to be broken at any width that a terminal has, " * 3}]

    def test_resizing_leaves_one_live_area_and_all_that_was_printed(self):
        program = self.start()
        self.ask(program, "talk")
        program.type("some words that are being typed while the window changes its size")
        for columns, rows in ((40, 24), (100, 30), (25, 10), (80, 24), (60, 12), (80, 24)):
            program.resize(columns, rows)
            program.pump(0.3)
        text = program.screen.everything()
        self.assertEqual(len(re.findall("› some words", text)), 1, text)
        self.assertEqual(text.count("› talk"), 1, text)
        self.assertEqual(text.count("scripted/scripted-1"), 1, text)   # this emulator cuts rows off: tmux, below, breaks them anew

    def test_twenty_columns_are_enough(self):
        program = self.start(columns=20, rows=10)
        self.ask(program, "talk")
        program.type("hello there, how are you")
        program.until("re you")
        for line in program.screen.lines():
            self.assertLessEqual(len(line), 20)

    def test_no_color(self):
        program = self.start(NO_COLOR="1")
        self.ask(program, "talk")
        self.assertFalse(re.search(rb"\x1b\[(?:\d+;)*3[0-7]m", program.raw))


class Much(Case):
    def test_a_hundred_thousand_lines_are_all_in_the_scrollback(self):
        program = self.start()
        program.type("!seq 100000\r")
        program.until("✓ exit 0", wait=180)
        lines = program.screen.scrollback + program.screen.lines()
        numbers = [int(line) for line in lines if line.strip().isdigit()]
        self.assertEqual(numbers, list(range(1, 100001)))
        self.assertIn("›", program.screen.text())


HOSTILE = "\x1b]0;pwned\x07\x1b[2J\x1b[1;1H\x1b]52;c;ZXZpbA==\x07\x1b[31mverified\x1b[?1049h\u202e\x9b31m"


class Hostile(Case):
    turns = [{"text": HOSTILE + "\n\n" + HOSTILE.replace("\x1b", "\\x1b") + "\n",
              "tool_calls": [{"name": "shell", "arguments": {"command": "printf '" + HOSTILE.replace("\x1b", "\\033").replace("\x07", "\\007") + "\\n'; touch \"$(printf 'a\\033[2Jb')\""}}]},
             {"text": "x\x1b[2Jy"}]

    def test_nothing_foreign_reaches_the_terminal_as_a_command(self):
        program = self.start()
        program.paste("\x1b[2J\x1b]0;pasted\x07 hello")
        self.ask(program, "")
        allowed = re.compile(rb"\x1b(?:\[\?(?:2026|2004|25)[hl]|\[[0-9;]*m|\[[0-9]*[ABCKJ]|\[\?u|\[c|\[>1u|\[<u)")
        rest = allowed.sub(b"", program.raw)
        self.assertNotIn(b"\x1b", rest)
        self.assertNotIn(b"\x07", rest)
        self.assertNotIn("\x9b".encode(), rest)
        self.assertNotIn("\u202e".encode(), rest)
        self.assertNotIn(b"\x1b[2J", program.raw)
        self.assertIn("› ", program.screen.text())


class InTmux(Case):
    turns = [{"text": "Hello from the model."}]

    def test_tmux_shows_the_same(self):
        if not shutil.which("tmux"):
            self.skipTest("no tmux")
        socket = f"plumb-test-{os.getpid()}"
        def tmux(*words):
            return subprocess.run(["tmux", "-L", socket, "-f", "/dev/null", *words], env=self.world.env, cwd=self.world.project, text=True, capture_output=True).stdout
        self.addCleanup(lambda: tmux("kill-server"))
        tmux("new-session", "-d", "-x", "80", "-y", "24", "-s", "t", PROGRAMS.plumb)
        def until(what):
            end = time.monotonic() + emulator.WAIT
            while what not in tmux("capture-pane", "-p", "-S", "-200", "-t", "t"):
                self.assertLess(time.monotonic(), end, tmux("capture-pane", "-p", "-S", "-200", "-t", "t"))
                time.sleep(0.05)
        until(PROMPT)
        tmux("send-keys", "-t", "t", "-l", "hello")
        tmux("send-keys", "-t", "t", "Enter")
        until("Hello from the model.")
        until("unchanged")
        tmux("send-keys", "-t", "t", "-l", "some words that are being typed while the window changes its size")
        until("its size")
        for columns, rows in ((50, 20), (30, 12), (120, 40), (40, 10), (80, 24)):
            tmux("resize-window", "-t", "t", "-x", str(columns), "-y", str(rows))
            time.sleep(0.4)
        shown = tmux("capture-pane", "-p", "-J", "-S", "-200", "-t", "t")
        for once in ("› some words that are being typed while the window changes its size", "› hello", "/help for keys", "Hello from the model.", "scripted/scripted-1"):
            self.assertEqual(shown.count(once), 1, shown)


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--plumb", required=True)
    parser.add_argument("--model-server", required=True)
    known, rest = parser.parse_known_args(namespace=PROGRAMS)
    known.plumb, known.model_server = os.path.abspath(known.plumb), os.path.abspath(known.model_server)
    if LIB is None:
        print("skipped: libvterm is not installed (Debian: libvterm0)")
        return SKIP
    return not unittest.main(argv=[sys.argv[0], *rest], exit=False).result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(main())
