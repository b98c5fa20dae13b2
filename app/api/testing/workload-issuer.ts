import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from "jose";
import { afterAll } from "vitest";

type Claims = Record<string, unknown>;

/** An OIDC issuer of workload tokens on loopback, for tests only. */
export class WorkloadIssuer {
  /** The status of the key set. */
  status = 200;
  /** What the discovery document says about its issuer. */
  claimedIssuer: string | undefined;
  fetches = 0;
  /** Happens before the key set is sent. */
  beforeKeys: (() => Promise<unknown>) | undefined;
  /** Answers a request for a token, as CI systems do. */
  tokenFor: ((audience: string, authorization: string | undefined) => Promise<string>) | undefined;
  #keys = new Map<string, { jwk: JWK; privateKey: CryptoKey }>();
  #server = createServer((request, response) => void this.#answer(request.url ?? "", request, response));

  /** Call at the top of a test file. */
  static async start(): Promise<WorkloadIssuer> {
    const issuer = new WorkloadIssuer();
    await issuer.addKey("first", "ES256");
    await new Promise<void>((resolve) => issuer.#server.listen(0, "127.0.0.1", resolve));
    afterAll(() => {
      issuer.#server.closeAllConnections();
      issuer.#server.close();
    });
    return issuer;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async addKey(kid: string, alg: string): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    this.#keys.set(kid, { jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" }, privateKey });
  }

  /** Publishes a key no longer. */
  withdrawKey(kid: string): void {
    this.#keys.delete(kid);
  }

  /** A token signed by this issuer. `claims` replace the usual ones, or remove them if undefined. */
  async sign(claims: Claims, now: Date, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    const { kid = "first", alg = this.#keys.get(kid)?.jwk.alg ?? "ES256" } = header;
    const key = this.#keys.get(kid)?.privateKey ?? (await generateKeyPair(alg)).privateKey;
    const iat = Math.floor(now.getTime() / 1000);
    const usual = { iss: this.url, iat, nbf: iat, exp: iat + 600, jti: `jti-${Math.random()}` };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ typ: "JWT", ...header, alg, kid })
      .sign(key);
  }

  async #answer(url: string, request: { headers: Record<string, unknown> }, response: NodeResponse) {
    this.fetches++;
    const { pathname, searchParams } = new URL(url, this.url);
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (pathname === "/.well-known/openid-configuration")
      return send(200, { issuer: this.claimedIssuer ?? this.url, jwks_uri: `${this.url}/jwks` });
    if (pathname === "/jwks") await this.beforeKeys?.();
    if (pathname === "/jwks")
      return send(this.status, { keys: [...this.#keys.values()].map(({ jwk }) => jwk) });
    const authorization = request.headers.authorization as string | undefined;
    const value = await this.tokenFor?.(searchParams.get("audience") ?? "", authorization);
    return send(value ? 200 : 404, { value });
  }
}

type NodeResponse = import("node:http").ServerResponse;
