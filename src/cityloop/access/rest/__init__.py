"""Access over HTTP: signing in, tokens, accounts, the audit trail."""

from cityloop.access.rest import accounts, audit, sessions, tokens

routers = {
    "/session": sessions.session,
    "/sessions": sessions.sessions,
    "/tokens": tokens.router,
    "/accounts": accounts.router,
    "/audit": audit.router,
}
