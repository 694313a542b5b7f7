"""Documents for paper and for keeping: PDF/UA-1 made by Typst in one house style."""
