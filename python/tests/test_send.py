"""A call is bounded in time and size, and goes to no other server."""

from __future__ import annotations

import datetime
import http.client
import re
import socket
import ssl
import tempfile
import threading
import time
import unittest
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from countersign.refusal import Refusal
from countersign.issuer import Issuer, is_safe_origin
from countersign.send import MAXIMUM_BYTES, Answer, Call, NoResponse, send_bounded

Respond = Callable[[socket.socket], None]


class RawServer:
    """A server that writes the bytes of a test to each connection."""

    def __init__(self, respond: Respond, read: Callable[[socket.socket], bytes] | None = None) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.respond, self.read = respond, read or read_request
        self.requests: list[bytes] = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection:
                self.requests.append(self.read(connection))
                try:
                    self.respond(connection)
                except OSError:
                    pass


def read_request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.recv(65_536)
    length = re.search(rb"content-length: ([0-9]+)", request, re.IGNORECASE)
    while length and len(request.partition(b"\r\n\r\n")[2]) < int(length[1]):
        request += connection.recv(65_536)
    return request


def answering(head: str, body: bytes = b"") -> Respond:
    return lambda connection: connection.sendall(f"HTTP/1.1 {head}\r\n\r\n".encode() + body)


class Sending(unittest.TestCase):
    def send(self, respond: Respond, seconds: float = 10, call: Call = Call()) -> tuple[Answer, RawServer]:
        server = RawServer(respond)
        self.addCleanup(server.listening.close)
        return send_bounded(f"{server.url}/a?b=c", call, {"x-test": "1"}, seconds), server

    def fails(self, words: str, respond: Respond, seconds: float = 10) -> None:
        with self.assertRaisesRegex(NoResponse, words) as caught:
            self.send(respond, seconds)
        self.assertTrue(caught.exception.may_have_arrived)

    def test_an_answer_has_its_status_its_json_and_the_pause(self) -> None:
        respond = answering("429 No\r\nretry-after: 7\r\ncontent-length: 7", b'{"a":1}')
        answer, server = self.send(respond, call=Call("POST", '{"é":1}'))
        self.assertEqual(answer, Answer(429, {"a": 1}, 7))
        (request,) = server.requests
        self.assertTrue(request.startswith(b"POST /a?b=c HTTP/1.1\r\n"), request)
        self.assertTrue(request.endswith('\r\n\r\n{"é":1}'.encode()), request)

    def test_what_is_not_strict_json_is_no_answer(self) -> None:
        for body in (b"<html>", b'{"a":1,"a":2}', b"\xff", b'{"a":9007199254740993}', b'"\\ud800"', b""):
            with self.subTest(body=body):
                answer, _ = self.send(answering(f"200 OK\r\ncontent-length: {len(body)}", body))
                self.assertEqual(answer.body, None)

    def test_a_redirect_is_not_followed(self) -> None:
        other = RawServer(answering("200 OK\r\ncontent-length: 2", b"{}"))
        self.addCleanup(other.listening.close)
        for status in (301, 302, 303, 307, 308):
            self.fails(
                "redirects", answering(f"{status} Moved\r\nlocation: {other.url}\r\ncontent-length: 0")
            )
        self.assertEqual(other.requests, [])

    def test_a_long_answer_is_refused(self) -> None:
        long = b"1" * (MAXIMUM_BYTES + 1)
        self.fails("longer than", answering(f"200 OK\r\ncontent-length: {len(long)}", long))
        self.fails("longer than", answering("200 OK\r\nconnection: close", long))

    def test_a_cut_answer_is_refused(self) -> None:
        self.fails("too early|IncompleteRead", answering("200 OK\r\ncontent-length: 9", b'{"a":1}'))
        self.fails("no response", answering("200 OK\r\ntransfer-encoding: chunked", b"7\r\n{"))
        self.fails("no response", lambda connection: None)

    def test_an_answer_without_a_length_ends_with_the_connection(self) -> None:
        answer, _ = self.send(answering("200 OK", b'{"a":1}'))
        self.assertEqual(answer.body, {"a": 1})

    def test_a_slow_answer_is_refused_after_the_time_however_it_trickles(self) -> None:
        is_over = threading.Event()
        self.addCleanup(is_over.set)

        def trickle(connection: socket.socket) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
            drip(connection)

        def drip(connection: socket.socket) -> None:
            for _ in range(1000):
                if not is_over.wait(0.02):
                    connection.sendall(b"1")

        def go_on(connection: socket.socket) -> None:
            answering("200 OK", b"{}")(connection)
            drip(connection)

        def hang(_: socket.socket) -> None:
            is_over.wait()

        started = time.monotonic()
        self.fails("no response|too early", trickle, seconds=0.3)
        self.fails("no response", hang, seconds=0.3)
        # Without a length, what came before the end of the time could be a part.
        self.fails("no response", go_on, seconds=0.3)
        self.assertLess(time.monotonic() - started, 15)

    def test_a_refused_connection_says_that_nothing_arrived(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        with self.assertRaises(NoResponse) as caught:
            send_bounded(f"http://127.0.0.1:{port}", Call(), {}, float("inf"))
        self.assertFalse(caught.exception.may_have_arrived)
        with self.assertRaises(NoResponse):
            send_bounded(f"https://{'a' * 70}.example", Call(), {}, 1e10)


class Tls(unittest.TestCase):
    """A certificate for localhost, which no authority signed."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.certificate = Path(folder.name) / "certificate.pem"
        key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
        begins, names = datetime.datetime(2020, 1, 1), x509.SubjectAlternativeName(
            [x509.DNSName("localhost")]
        )
        builder = x509.CertificateBuilder(
            name, name, key.public_key(), 1, begins, datetime.datetime(2099, 1, 1)
        )
        signed = builder.add_extension(names, True).sign(key, SHA256())
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.certificate.write_bytes(secret + signed.public_bytes(Encoding.PEM))
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        serving.load_cert_chain(self.certificate)

        self.sent = threading.Event()
        self.is_injected = False

        def respond(connection: socket.socket) -> None:
            with serving.wrap_socket(connection, server_side=True) as secured:
                read_request(secured)
                secured.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n")
                socket.socket.sendall(secured, b"{}") if self.is_injected else secured.sendall(b"{}")
                self.sent.set()

        server = RawServer(respond, read=lambda _: b"")
        self.addCleanup(server.listening.close)
        self.url = server.url.replace("http://127.0.0.1", "https://localhost")
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        self.trusting = mock.patch("countersign.send._tls", return_value=trusting)

    def test_only_a_trusted_certificate_of_the_right_name_is_accepted(self) -> None:
        with self.assertRaisesRegex(NoResponse, "SSLCertVerificationError"):
            send_bounded(self.url, Call(), {}, 10)
        with self.trusting:
            self.assertEqual(send_bounded(self.url, Call(), {}, 10).body, {})
            with self.assertRaisesRegex(NoResponse, "SSLCertVerificationError"):
                send_bounded(self.url.replace("localhost", "127.0.0.1"), Call(), {}, 10)

    def test_nothing_is_believed_that_is_read_after_the_time_is_over_least_of_all_clear_text(self) -> None:
        read = http.client.HTTPResponse.read

        def read_late(response: http.client.HTTPResponse, amount: int) -> bytes:
            self.sent.wait()
            Timer.end()
            found = read(response, amount)
            self.assertFalse(self.is_injected and found, found)
            return found

        for self.is_injected in (False, True):
            self.sent.clear()
            with self.trusting, mock.patch("threading.Timer", Timer):
                with mock.patch.object(http.client.HTTPResponse, "read", read_late):
                    with self.assertRaises(NoResponse):
                        send_bounded(self.url, Call(), {}, 10)

    def test_a_handshake_is_bounded_in_time_too(self) -> None:
        is_over = threading.Event()
        self.addCleanup(is_over.set)

        def trickle(connection: socket.socket) -> None:
            # A record whose header announces 16,128 bytes.
            connection.sendall(bytes.fromhex("1603033f00"))
            while not is_over.wait(0.02):
                connection.sendall(b"\2")

        server = RawServer(trickle, read=lambda _: b"")
        self.addCleanup(server.listening.close)
        started = time.monotonic()
        with self.assertRaises(NoResponse):
            send_bounded(server.url.replace("http:", "https:"), Call(), {}, 0.3)
        self.assertLess(time.monotonic() - started, 15)


class Timer(threading.Thread):
    """A timer that ends when a test says so."""

    end: Callable[[], None]

    def __init__(self, _: float, end: Callable[[], None]) -> None:
        super().__init__()
        Timer.end = staticmethod(end)

    def cancel(self) -> None:
        pass


class Origins(unittest.TestCase):
    def test_only_https_and_this_machine_are_trusted(self) -> None:
        for safe in (
            "https://a.example",
            "https://a.example:8443",
            "http://localhost:3000",
            "http://[::1]:1",
        ):
            self.assertTrue(is_safe_origin(safe), safe)
        unsafe = (
            "http://a.example",
            "https://a.example/",
            "https://A.example",
            "https://u@a.example",
            "ftp://a",
        )
        more = (
            "https://a.example:443",
            "",
            "https://",
            "http://127.0.0.1.example",
            "https://a.example\n",
            None,
        )
        for text in (*unsafe, *more):
            self.assertFalse(is_safe_origin(text), text)

    def test_wrong_settings_are_refused(self) -> None:
        for wrong in ({"clock_skew": 121}, {"clock_skew": -1}, {"timeout": 0}, {"url": "http://a.example"}):
            options = {"issuer": "https://a.example", "url": "https://a.example", **wrong}
            with self.assertRaises(Refusal):
                Issuer(**options)  # type: ignore[arg-type]


if __name__ == "__main__":
    unittest.main()
