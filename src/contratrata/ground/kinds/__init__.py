"""Kinds of answer: how a text, a code, a date, a place … is asked, checked, said, stored and read, once for all."""
