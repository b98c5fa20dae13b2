import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import Provider, { type Configuration } from "oidc-provider";

export const clientId = "countersign";
export const clientSecret = "the-client-secret-of-the-tests";

/** The provider's claims about an account. */
export type AccountClaims = Record<string, unknown> & { sub: string };

/**
 * A real OpenID provider on loopback, for tests only. The login page asks for no password: it has a
 * button for each account.
 */
export class IdentityProvider {
  readonly accounts = new Map<string, AccountClaims>();
  /** Published instead of the signing key. */
  falseKey: JWK | undefined;
  #handle: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();

  private constructor(
    private readonly server: Server,
    private readonly key: { jwk: JWK; privateKey: CryptoKey },
  ) {}

  static async start(): Promise<IdentityProvider> {
    const { privateKey } = await generateKeyPair("RS256", { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), kid: "test", alg: "RS256", use: "sig" };
    const server = createServer();
    const provider = new IdentityProvider(server, { jwk, privateKey });
    server.on("request", (request, response) => provider.#handle(request, response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return provider;
  }

  get issuer(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  /** Registers Countersign as a client, as the provider's admin would. */
  register({ origin, connectionId }: { origin: string; connectionId: string }): void {
    const provider = new Provider(this.issuer, {
      ...this.#configuration(),
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: [`${origin}/api/sso/callback/${connectionId}`],
          backchannel_logout_uri: `${origin}/api/sso/${connectionId}/backchannel-logout`,
          backchannel_logout_session_required: true,
        },
      ],
    });
    const callback = provider.callback();
    this.#handle = (request, response) => {
      const uid = /^\/interaction\/([\w-]+)$/.exec((request.url ?? "").split("?")[0] ?? "")?.[1];
      if (this.falseKey && request.url === "/jwks")
        response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [this.falseKey] }));
      else if (uid === undefined) callback(request, response);
      else this.#interact(provider, request, response);
    };
  }

  /**
   * A logout token signed with the provider's key. `claims` replace the default claims, or remove
   * them if undefined.
   */
  async logoutToken(claims: Record<string, unknown>): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
    const usual = { iss: this.issuer, aud: clientId, iat: now, jti: `jti-${Math.random()}`, events };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "test", typ: "logout+jwt" })
      .sign(this.key.privateKey);
  }

  #configuration(): Configuration {
    return {
      jwks: { keys: [this.key.jwk] },
      // Without the library's guard against loopback addresses, which every test uses.
      fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
      cookies: { keys: ["of the tests"] },
      claims: {
        openid: ["sub", "groups"],
        email: ["email", "email_verified"],
        profile: ["name"],
      },
      features: {
        devInteractions: { enabled: false },
        backchannelLogout: { enabled: true },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (context, form) => {
            const yes = '<button form="op.logoutForm" name="logout" value="yes">Log out</button>';
            context.body = page(`${form}${yes}`);
          },
          postLogoutSuccessSource: (context) => {
            context.body = page("<p>Logged out</p>");
          },
        },
      },
      ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      pkce: { required: () => true },
      findAccount: (_, sub) => ({
        accountId: sub,
        claims: async () => this.accounts.get(sub) ?? { sub },
      }),
      // The provider asks for no consent.
      async loadExistingGrant({ oidc }) {
        const { client, session } = oidc;
        const grant = new oidc.provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
        grant.addOIDCScope("openid profile email");
        await grant.save();
        return grant;
      },
    };
  }

  #interact(provider: Provider, request: IncomingMessage, response: ServerResponse): void {
    const login = new URL(request.url ?? "", this.issuer).searchParams.get("account");
    if (login) {
      void provider.interactionFinished(request, response, { login: { accountId: login } });
      return;
    }
    const buttons = [...this.accounts.keys()].map(
      (sub) => `<button name="account" value="${sub}">${sub}</button>`,
    );
    response.setHeader("content-type", "text/html");
    response.end(page(`<form>${buttons.join("")}</form>`));
  }
}

function page(content: string): string {
  return `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Provider</title>${content}</html>`;
}
