"""What other packages may use of the workflow."""

from .machine import GuardLog, GuardMoves, Machine, Move, MoveRow, move
