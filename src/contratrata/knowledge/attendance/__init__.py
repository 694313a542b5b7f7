"""Who was there: reports of platforms and sign-ins as stays of people, minutes and shares, and how attendance held."""
