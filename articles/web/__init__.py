"""Asking servers that other people run: one visit at a time, and trusting no answer.

Whom a visit may connect to is an argument of it, never a setting.
"""
