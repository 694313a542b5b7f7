"""What other packages may use of the workflow."""

from .machine import GuardMoves, Machine, Move, MoveRow, move

__all__ = ["GuardMoves", "Machine", "Move", "MoveRow", "move"]
