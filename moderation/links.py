"""Addresses that are keys themselves: whoever has the link may read."""

import hashlib
import secrets

from participation.core.security import sign, signature_is_good


def new_token() -> tuple[str, bytes]:
    """128 random bits for a link, and the hash that is all we keep. Hexadecimal: mail programs cut links at a hyphen."""
    token = secrets.token_hex(16)
    return token, hash_of(token)


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def decision_path(token: str) -> str:
    return f"/decisions/{token}"


def receipt_path(report_id: int) -> str:
    """Signed, not stored: a second letter to the same person must carry the same link."""
    return f"/reports/{report_id}/{sign('report', str(report_id))}"


def receipt_is_good(report_id: int, signature: str) -> bool:
    return signature_is_good("report", str(report_id), signature)
