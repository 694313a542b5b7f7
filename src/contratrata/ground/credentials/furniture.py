"""What credentials bring to the house."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Block, Entry, Furniture, Mount
from contratrata.ground.vault.public import Column

from .demo import demonstrate
from .forms import CodeForm
from .keyring import bound
from .models import PublicKey


def _block(language: str) -> Block | None:
    """The form for a code, once somebody signs here."""
    if not PublicKey.objects.exists():
        return None
    url = reverse("credentials:verify", args=[language])
    return Block(
        title=_("Verificar un certificado"), lead=_("Con el código que lleva al pie, o con el archivo."), items=(),
        more=_("Verificar con el archivo"), url=url, place="certificates", template="credentials/block.html",
        context={"form": CodeForm(), "action": url},
    )  # fmt: skip


def _pages(language: str) -> list[str]:
    return [reverse(f"credentials:{name}", args=[language]) for name in ("verify", "verify_file")]


FURNITURE = Furniture(
    urls=(Mount("", "contratrata.ground.credentials.urls"),),
    menu=(Entry(_l("Verificar"), "credentials:verify", area="public", order=80, roles=()),),
    home=_block,
    sitemap=_pages,
    demonstration=(demonstrate,),
    sealed=(Column("credentials_signingkey", "secret", "master", lambda row: bound(row["id"])),),
)
