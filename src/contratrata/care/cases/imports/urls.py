"""The addresses of the pages on which files of cases are brought."""

from contratrata.ground.imports.public import urls_of

from .importer import CASES

app_name = "imports"
urlpatterns = urls_of(CASES)
