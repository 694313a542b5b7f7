"""What other packages may use of the drawings. On a page: `{% load charts %}{% figure f %}`."""

from .bars import Bars, Shares
from .curves import Curves
from .data import Column, Data, Ref, Row
from .figures import Figure
from .flows import Flow, FlowMap
from .land import CountryMap
from .levels import Judgements
from .lines import LevelSteps, Lines, sparkline
from .maps import StateMap, nearness
from .marks import (
    ADAPTABLE,
    ADOPTED,
    ADOPTION,
    ANALYSING,
    BORN_HERE,
    DROPPED,
    EXISTS,
    INTEREST,
    MISSING,
    PILOTING,
    VIABILITY,
)
from .stages import Stages
from .strips import Place, Span, Strip
from .svg import WIDTHS
from .tables import Heat, Matrix
from .values import Few, Of, Protected, State, Value
from .values import words as values_words
from .years import Band, YearBands
