"""Who is signed in, looked up once a request."""

import uuid
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from contratrata.ground.base.statements import objects_of

from .models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth says no types
    """allauth's, finding the user of a session by a statement that the database keeps."""

    def get_user(self, user_id: Any) -> User | None:
        """The user of this id, who may still sign in; None otherwise."""
        users = objects_of(User, id=uuid.UUID(str(user_id)))
        return users[0] if users and self.user_can_authenticate(users[0]) else None
