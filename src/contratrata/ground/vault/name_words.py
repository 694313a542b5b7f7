"""Words about names: particles, written abbreviations, and the commonest names of the region.

The lists are our own. They only steer which files are opened for ranking; no name is refused by them.
"""

PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "el", "y", "e", "da", "das", "do", "dos", "du", "des", "mc"}
)

#: As written on lists and cards where space is short.
ABBREVIATIONS = {
    "ma": "maria",
    "mra": "maria",
    "fco": "francisco",
    "fca": "francisca",
    "gpe": "guadalupe",
    "alej": "alejandro",
    "ant": "antonio",
    "dgo": "domingo",
    "jse": "jose",
    "eliz": "elizabeth",
    "mgta": "margarita",
    "conc": "concepcion",
    "sta": "santa",
    "sto": "santo",
    "st": "saint",
    "ste": "sainte",
    "jn": "jean",
    "bte": "baptiste",
    "wm": "william",
    "hdez": "hernandez",
    "hdz": "hernandez",
    "hrdz": "hernandez",
    "fdez": "fernandez",
    "fdz": "fernandez",
    "rdz": "rodriguez",
    "rguez": "rodriguez",
    "rodz": "rodriguez",
    "gzlz": "gonzalez",
    "glez": "gonzalez",
    "glz": "gonzalez",
    "mtz": "martinez",
    "mtnez": "martinez",
    "lpz": "lopez",
    "prz": "perez",
    "snchz": "sanchez",
    "schz": "sanchez",
    "rmz": "ramirez",
    "gmz": "gomez",
    "dguez": "dominguez",
    "jmz": "jimenez",
    "vsqz": "vasquez",
    "vqz": "vasquez",
    "alvz": "alvarez",
    "gtz": "gutierrez",
}

#: Borne by so many that sharing one of them says little.
COMMON = frozenset(
    """
    aguilar alvarado alvarez ana angel antonio carlos carmen castillo castro charles chavez claudia cruz
    daniel david diaz elena fernandez flores francisco garcia gomez gonzalez gutierrez guzman hernandez
    isabel jean jesus jimenez jorge jose joseph juan julia lainez lopez louis luis luz manuel maria
    mario marta martha martinez mejia mendoza miguel morales ortiz pedro perez pierre pineda ramirez
    ramos reyes rivas rivera rodriguez romero rosa sanchez sandra santiago santos sofia torres vasquez
    """.split()  # noqa: SIM905 – a hundred quoted words would be harder to read
)
