"""A mail server for the tests: aiosmtpd (Debian: python3-aiosmtpd), which notes what it takes and refuses by name.

smtpd.py FOLDER [CERTIFICATE KEY [USER PASSWORD]]

Prints its port. Each mail taken is a line of JSON in FOLDER/taken.jsonl. What stands before the @ of an address says
what happens: `refused` is unknown, `busy` is put off, `cut` is read whole and then hung up on, `slow` is answered after
a while. A line in FOLDER/down makes it put everybody off at the first word.
"""
import asyncio
import email
import email.policy
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder = pathlib.Path(sys.argv[1])
logged_in = {}


class Notes:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if (folder / "down").exists():
            return "421 4.3.2 closing for the night"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "refused":
            return "550 5.1.1 nobody of that name"
        if name == "busy":
            return "451 4.2.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        note = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "subject": mail["subject"],
            "headers": {name: str(value) for name, value in mail.items()},
            "body": mail.get_content(),
            "tls": session.ssl is not None,
            "login": logged_in.get(session.peer),
        }
        with open(folder / "taken.jsonl", "a", encoding="utf-8") as taken:
            taken.write(json.dumps(note) + "\n")
        if name.startswith("slow"):
            await asyncio.sleep(0.5)
        if name == "cut":
            server.transport.abort()
        return "250 2.0.0 taken"


def known(server, session, envelope, mechanism, data):
    user, password = (word.encode() for word in sys.argv[4:6])
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (user, password)
    if good:
        logged_in[session.peer] = data.login.decode()
    return AuthResult(success=good, handled=good)


options = {}
if len(sys.argv) > 2:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    options |= {"tls_context": context, "require_starttls": True}
if len(sys.argv) > 4:
    options |= {"authenticator": known, "auth_required": True, "auth_require_tls": True}


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Notes(), hostname="mail.test", **options), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Until the test that started it lets go.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
