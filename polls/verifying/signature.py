"""Ed25519 by RFC 8032, section 5.1: only the check of a signature, which needs no secret."""

import hashlib

FIELD = 2**255 - 19
GROUP = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD
ROOT_OF_MINUS_ONE = pow(2, (FIELD - 1) // 4, FIELD)

Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def add_points(one: Point, two: Point) -> Point:
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a = (y1 - x1) * (y2 - x2) % FIELD
    b = (y1 + x1) * (y2 + x2) % FIELD
    c = 2 * t1 * t2 * CURVE_D % FIELD
    d = 2 * z1 * z2 % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD


def times(number: int, point: Point) -> Point:
    result = NEUTRAL
    while number:
        if number & 1:
            result = add_points(result, point)
        point = add_points(point, point)
        number >>= 1
    return result


def same_point(one: Point, two: Point) -> bool:
    (x1, y1, z1, _), (x2, y2, z2, _) = one, two
    return (x1 * z2 - x2 * z1) % FIELD == 0 and (y1 * z2 - y2 * z1) % FIELD == 0


def point_of(text: bytes) -> Point | None:
    """None for bytes that are no point of the curve, or another spelling of one."""
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if len(text) != 32 or y >= FIELD:
        return None
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, FIELD - 2, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * ROOT_OF_MINUS_ONE % FIELD
    if (x * x - square) % FIELD or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = FIELD - x
    return x, y, 1, x * y % FIELD


BASE_POINT = point_of((4 * pow(5, FIELD - 2, FIELD) % FIELD).to_bytes(32, "little"))


def signature_fits(public_key: bytes, message: bytes, signature: bytes) -> bool:
    if len(signature) != 64 or BASE_POINT is None:
        return False
    key, nonce = point_of(public_key), point_of(signature[:32])
    number = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or number >= GROUP:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % GROUP
    return same_point(times(number, BASE_POINT), add_points(nonce, times(challenge, key)))
