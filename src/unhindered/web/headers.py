"""The headers that keep a page from asking anything of anyone but the program that served it."""


def content_security_policy(
    *, scripts: bool = False, connect: bool = False, forms: bool = True, images: str = "'self'"
) -> str:
    """A policy under which a page loads only its own styles and images, and what is switched on here.

    Nothing inline ever runs: no 'unsafe-inline', no 'unsafe-eval', no foreign origin. A page without images
    may say `data:`, for an icon that is none.
    """
    own = {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": images,
        "script-src": "'self'" if scripts else "'none'",
        "connect-src": "'self'" if connect else "'none'",
        "form-action": "'self'" if forms else "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in own.items())


def security_headers(
    *, scripts: bool = False, connect: bool = False, forms: bool = True, images: str = "'self'"
) -> dict[str, str]:
    """All headers a page of ours is sent with; nothing of it stays in a cache."""
    policy = content_security_policy(scripts=scripts, connect=connect, forms=forms, images=images)
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
        "X-Robots-Tag": "noindex",
        "Cache-Control": "no-store",
    }
