"""From where a ballot comes, as a mark inside its seal: equal for one network in one hour, and nothing else.

Only whoever has the key of the poll could make the marks, and they are dropped when the ballots are counted. A mood
has no seal and no key of its own: its mark stands beside the ballot, made with a key of this installation.
"""

import hashlib
import hmac
import ipaddress
from datetime import datetime
from typing import Any

from litestar import Request

from participation.settings import secret_key

SECONDS = 3600


def prefix_of(request: Request[Any, Any, Any]) -> str:
    """256 addresses of IPv4, or a /48 of IPv6 as one connection gets it; empty where there is none."""
    client = request.scope.get("client")
    return prefix(client[0] if client else "")


def prefix(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def mark(key: bytes, network: str, at: datetime) -> str:
    """Eight characters; empty where no network is known, as with paper."""
    if not network:
        return ""
    own = hmac.digest(key, b"teilhabe marks of networks", hashlib.sha256)
    text = f"{network} {int(at.timestamp()) // SECONDS}"
    return hmac.digest(own, text.encode(), hashlib.sha256)[:4].hex()


def key_of_mood(poll_id: int) -> bytes:
    """Lies outside the database too, so that a stolen copy of it tells no network."""
    return hmac.digest(secret_key(), f"teilhabe mood {poll_id}".encode(), "sha256")
