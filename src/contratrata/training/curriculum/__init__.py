"""What the programme teaches: themes, competences by role, courses and their units, and what no course covers."""
