from django.db import migrations

from contratrata.ground.base.rls import OWN, BelongsToNetwork, Protect

#: One's own; a job without a person (it removes what expired) reaches all of the organisation it works for.
MINE = f"{OWN} AND (user_id = (SELECT scope_user()) OR (SELECT scope_user()) IS NULL)"


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_typeddraft"), ("network", "0001_initial")]
    operations = [
        Protect("vault_typeddraft", read=MINE, write=MINE),
        BelongsToNetwork("vault_typeddraft"),
    ]
