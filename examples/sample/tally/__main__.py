"""python3 -m tally LOG --client NAME --rate 90.00"""

import argparse
import sys
from decimal import Decimal, InvalidOperation

from .billing import make_bill
from .report import render
from .timesheet import LogError, clients, parse_log


def cents(text):
    try:
        return int(Decimal(text) * 100)
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"not an amount: {text}")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="tally", description=__doc__)
    parser.add_argument("log")
    parser.add_argument("--client")
    parser.add_argument("--rate", type=cents, required=True, help="for an hour")
    parser.add_argument("--vat", type=int, default=20, help="percent")
    options = parser.parse_args(arguments)
    try:
        with open(options.log, encoding="utf-8") as file:
            entries = parse_log(file.read())
    except (OSError, LogError) as error:
        print(f"tally: {error}", file=sys.stderr)
        return 1
    for client in [options.client] if options.client else clients(entries):
        print(render(make_bill(entries, client, options.rate, options.vat)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
