"""What other packages may use of the workflow."""

from .machine import GuardMoves, Machine, Move, MoveRow

__all__ = ["GuardMoves", "Machine", "Move", "MoveRow"]
