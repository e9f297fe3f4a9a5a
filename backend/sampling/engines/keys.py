"""Which key may go to which server."""

import ipaddress
import os
from urllib.parse import urlsplit

from backend.errors import UserError
from backend.plain_text import one_line

NO_KEY = "none"  # what is sent where no key is set


def server_host(url: str) -> str:
    """Return whom an address asks, with its port.

    Raises:
        UserError: if it is no address of the web, or carries a name, password or question.
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UserError(f"engine.url is no http or https address: {one_line(url, 100)}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UserError(
            "engine.url carries more than a server's address: put a key in the variable that "
            "engine.api_key_variable names"
        )
    return one_line(f"{parts.hostname}{port}", 100)


def key_for(url: str, variable: str) -> str:
    """Return the key that a variable of the environment holds, or what stands for none.

    Raises:
        UserError: if it would travel in the clear to another machine.
    """
    host, key = server_host(url), os.environ.get(variable)
    if not key:
        return NO_KEY
    parts = urlsplit(url)
    if parts.scheme == "http" and not _is_here(parts.hostname or ""):
        raise UserError(
            f"the key in {variable} would go to {host} in the clear: use https, or name by "
            "engine.api_key_variable one that is not set"
        )
    return key


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
