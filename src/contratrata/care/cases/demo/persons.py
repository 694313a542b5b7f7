"""Names to invent persons from. Common in the region, put together by chance: nobody is meant."""

FEMALE = (
    "Xiomara", "Yesenia", "Marisol", "Dunia", "Keyla", "Nohemí", "Ixchel", "Brenda", "Lesly",
    "Floridalma", "Yamileth", "Wendy", "Reina", "Odilia", "Maritza", "Karla", "Dayana", "Yokasta",
    "Altagracia", "Roselaine", "Juana", "Sofía", "Heidy", "Génesis", "Itzel", "Guadalupe", "Rosa",
    "Candelaria",
)  # fmt: skip
MALE = (
    "Wilmer", "Elder", "Óscar", "Maynor", "Kevin", "Isaías", "Jairo", "Nelson", "Yeison", "Santos",
    "Fredy", "Moisés", "Anderson", "Rigoberto", "Josué", "Domingo", "Edwin", "Jean", "Tomás", "Darwin",
)  # fmt: skip
SURNAMES = (
    "Zeledón", "Pop", "Tun", "Caal", "Xicará", "Ajanel", "Quintanilla", "Menjívar", "Orellana", "Funes",
    "Bonilla", "Castellanos", "Martínez", "López", "Hernández", "Guevara", "Centeno", "Blandón",
    "Obando", "Rocha", "Chaves", "Umaña", "Villalobos", "Batista", "Caballero", "Polanco", "Peralta",
    "Féliz", "Encarnación", "Toledo", "Jiménez", "Gómez", "Domínguez", "Velázquez", "Flores", "Mejía",
    "Pineda", "De León", "De la Cruz",
)  # fmt: skip
