"""Turns a plain-text work log into a bill."""
