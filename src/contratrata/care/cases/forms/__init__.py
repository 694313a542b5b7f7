"""The forms of the case: they keep what was typed, judge its shape, and give plain values to the operations."""
