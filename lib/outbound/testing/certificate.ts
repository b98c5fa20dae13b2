/**
 * A certificate for idp.example and hooks.example that no machine trusts, valid until 2126. Created
 * with `openssl req -x509`, and its key protects nothing.
 */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBwTCCAWegAwIBAgIUO7Jdq8sQs5loP9jqxz1AiajpQkQwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQQ291bnRlcnNpZ24gdGVzdDAgFw0yNjExMjYyMjAxNDBaGA8y
MTI2MTEwMjIyMDE0MFowGzEZMBcGA1UEAwwQQ291bnRlcnNpZ24gdGVzdDBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABBwIpd8ppBJn4orUdp2IH3VpCoiVBCKkExte
rPAtXrKpksZdHlkQFL/1Rw/P+bhYfUL+vd5e/efQfpAkMtdsTNOjgYYwgYMwHQYD
VR0OBBYEFNh5+n5ksim+dqyWqELVtUyd7oeEMB8GA1UdIwQYMBaAFNh5+n5ksim+
dqyWqELVtUyd7oeEMDAGA1UdEQQpMCeCC2lkcC5leGFtcGxlgg1ob29rcy5leGFt
cGxlgglsb2NhbGhvc3QwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBF
AiEAryxyhDrK1PLX0B9MXrFQfAC1YF6yn5GV/+b/QCxyu/QCIHe+O/MQcEGLDlTE
FoFXLK/xqmvc5B6gI5I0fnJTjLgt
-----END CERTIFICATE-----
`;

export const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgej3GGqMPzQOx3XJ2
djd/MLVG5RwFe47Zf9YDMRZzbR6hRANCAAQcCKXfKaQSZ+KK1HadiB91aQqIlQQi
pBMbXqzwLV6yqZLGXR5ZEBS/9UcPz/m4WH1C/r3eXv3n0H6QJDLXbEzT
-----END PRIVATE KEY-----
`;
