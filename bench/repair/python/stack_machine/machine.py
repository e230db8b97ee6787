class MachineError(Exception):
    pass


class Machine:
    """A calculator in reverse Polish notation."""

    def __init__(self):
        self.stack = []

    def push(self, value):
        self.stack.append(value)

    def pop(self):
        if not self.stack:
            raise MachineError("stack is empty")
        return self.stack.pop()

    def run(self, program):
        for token in program.split():
            self.step(token)
        if len(self.stack) != 1:
            raise MachineError("program leaves %d values" % len(self.stack))
        return self.pop()

    def step(self, token):
        if token == "+":
            self.push(self.pop() + self.pop())
        elif token == "*":
            self.push(self.pop() * self.pop())
        elif token == "-":
            self.push(self.pop() - self.pop())
        elif token == "dup":
            value = self.pop()
            self.push(value)
            self.push(value)
        else:
            self.push(int(token))
