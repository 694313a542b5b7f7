"""Webinar cycles, workshops and congresses: their plan, their published programme, their public page."""
