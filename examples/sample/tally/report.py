"""The bill as a page of text."""

from .clock import format_hours


def format_money(cents):
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def row(label, minutes, cents):
    hours = "" if minutes is None else f"{format_hours(minutes)} h"
    return f"{label:<11}{hours:>9}{format_money(cents):>11}"


def render(bill):
    lines = [bill.client]
    for line in bill.lines:
        lines.append(row(line.day.isoformat(), line.minutes, line.cents))
    if bill.discount_percent:
        lines.append(row(f"less {bill.discount_percent} %", None, -bill.discount_cents))
    lines.append(row("net", bill.minutes, bill.net_cents))
    lines.append(row(f"VAT {bill.vat_percent} %", None, bill.vat_cents))
    lines.append(row("total", None, bill.total_cents))
    return "\n".join(lines)
