"""What stands before a gate: an onion service, or a reverse proxy; as text, for an operator to keep."""

from unhindered.web.serve import Address


def torrc(address: Address, reader: Address | None) -> str:
    """Lines for Tor's configuration: an onion service before the gate, and its reader if there is one."""
    lines = [
        "# Append to /etc/tor/torrc, then: systemctl reload tor.",
        "# The onion address is then in /var/lib/tor/unhindered-gate/hostname: put it into settings.json.",
        "HiddenServiceDir /var/lib/tor/unhindered-gate/",
        f"HiddenServicePort 80 {address}",
    ]
    if reader is not None:
        lines += [
            "# The no-script reader: its address is http://<the same>.onion:81/.",
            f"HiddenServicePort 81 {reader}",
        ]
    lines += [
        "# Under a flood, proof of work buys priority and shuts nobody out (Tor 0.4.8 or later).",
        "HiddenServicePoWDefensesEnabled 1",
        "HiddenServiceEnableIntroDoSDefense 1",
    ]
    return "\n".join(lines) + "\n"


def nginx(address: Address) -> str:
    """Lines for nginx that keep nothing of who asks, and pass bodies on without a copy on disk."""
    return f"""\
# Inside a server block with TLS. Not needed in front of an onion service.
access_log off;
error_log /dev/null;
client_header_timeout 30s;
location / {{
    proxy_pass http://{address};
    proxy_http_version 1.1;
    # Without this line nginx writes what a person without script sends to its disk, readable.
    proxy_request_buffering off;
    proxy_buffering off;
    client_max_body_size 0;
    client_body_timeout 60s;
    # Who asks is nobody's business, the gate's included: no X-Forwarded-For, no X-Real-IP.
    proxy_set_header Host $host;
    proxy_set_header Connection "";
    proxy_set_header User-Agent "";
    proxy_set_header Referer "";
}}
"""
