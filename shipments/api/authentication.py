from __future__ import annotations

import re
from typing import Any

import knox.auth
from rest_framework.exceptions import AuthenticationFailed


class TokenAuthentication(knox.auth.TokenAuthentication):
    """A machine's token, sent as ``Authorization: Bearer``. Only its hash is kept."""

    def authenticate_credentials(self, token: bytes) -> Any:
        # What cannot be a token is turned away here: further on it fails to decode.
        if not re.fullmatch(rb"[A-Za-z0-9_]{15,200}", token):
            raise AuthenticationFailed("Invalid token.")
        return super().authenticate_credentials(token)
