"""What other packages may use of the plan."""

from .models import OFFERINGS, PLANS, Offering, Plan
