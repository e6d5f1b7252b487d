"""Who may enter: login, sessions, API keys, roles."""

from rollcall.web.access.access import COOKIE, Access
from rollcall.web.access.api_keys import ApiKeys, UnknownKeyError
from rollcall.web.access.authentication import OPEN_PATHS, Authentication
from rollcall.web.access.passwords import PasswordError
from rollcall.web.access.roles import Caller, Role, Way
from rollcall.web.access.sessions import Sessions
from rollcall.web.access.throttle import LoginThrottle
from rollcall.web.access.tokens import csrf_token
from rollcall.web.access.users import FIRST_USER, UnknownUserError, UserError, Users
from rollcall.web.access.welcome import WelcomeToken

__all__ = [
    "COOKIE",
    "FIRST_USER",
    "OPEN_PATHS",
    "Access",
    "ApiKeys",
    "Authentication",
    "Caller",
    "LoginThrottle",
    "PasswordError",
    "Role",
    "Sessions",
    "UnknownKeyError",
    "UnknownUserError",
    "UserError",
    "Users",
    "Way",
    "WelcomeToken",
    "csrf_token",
]
