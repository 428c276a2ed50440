"""No test reaches the network: a connect beyond this machine fails at once and says so."""

import ipaddress
import socket

_connect, _connect_ex = socket.socket.connect, socket.socket.connect_ex


class OutsideWorld(AssertionError):
    """A test tried to reach something that is not this machine."""


def _look(sock: socket.socket, address) -> None:
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = address[0]
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = host in ("localhost", "")
    if not local:
        raise OutsideWorld(f"a test tried to connect to {host}:{address[1]}")


def _guarded_connect(self, address):
    _look(self, address)
    return _connect(self, address)


def _guarded_connect_ex(self, address):
    _look(self, address)
    return _connect_ex(self, address)


def guard() -> None:
    socket.socket.connect, socket.socket.connect_ex = _guarded_connect, _guarded_connect_ex
