"""Recognising in a text what may be an address: streets and numbers, directions, coordinates, links to maps.

For texts of a shelter, which must be found by nobody who looks for those who live there. It errs towards asking.
"""

import re

_NUMBER = r"(?:n[o°ºúu]?m?\.?\s*|#\s*)?\d+"
_STREET = (
    r"calles?|avenidas?|av\.|ave\.?|carrera|cra\.|bulevar|boulevard|blvd\.?|calzada|callej[oó]n|pasaje|diagonal|"
    r"transversal|carretera|autopista"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_STREET})\s+(?:[\w.'’]+\s+){{0,4}}{_NUMBER}",
        rf"\b\d+\s*(?:\.?[aªº°]|r?a\.?|da|ta|va|na|ma)?\.?\s+(?:{_STREET})",
        r"\b(?:zona|z\.)\s*\d{1,2}\b",
        r"\bcasa\s*(?:n[o°ºúu]m?\.?|n[uú]mero|#)\s*\d+\b",  # «Casa 2» alone is what houses are called
        rf"\b(?:lote|apartamento|apto\.?|edificio|local|manzana|mz\.?|bloque)\s*{_NUMBER}\b",
        r"\b(?:km|kil[oó]metro)\.?\s*\d+",
        r"\b\d+\s*(?:metros|mts?\.?|varas|vrs\.?|cuadras?|c\.?)\s+(?:al?|hacia|abajo|arriba)\b",
        r"\b(?:frente a|a la par de|contiguo a|detr[aá]s de|costado\s+\w+\s+de)\b",
        r"\b\d{1,5}\s+(?:\w+\s+){1,3}(?:street|st\.|road|rd\.|avenue|lane)\b",
        r"-?\d{1,2}[.,]\d{3,}°?\s*[NS]?\s*[,;/ ]\s*-?\d{1,3}[.,]\d{3,}",
        r"\d{1,3}\s*°\s*\d{1,2}",
        r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b",
        r"(?:maps\.app\.goo\.gl|goo\.gl/maps|google\.[\w.]+/maps|maps\.google|maps\.apple|waze\.com|openstreetmap\.org|osm\.org)\S*",
        r"///[\w]+\.[\w]+\.[\w]+",
    )
)


def address_in(text: str) -> str:
    """The first piece of a text that may be an address; "" where there is none."""
    result = [match for pattern in _PATTERNS if (match := pattern.search(text))]
    return min(result, key=lambda match: match.start())[0].strip() if result else ""
