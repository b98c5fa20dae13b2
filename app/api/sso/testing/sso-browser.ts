import { api } from "#app/api/index";
import type { RunningWorkspace } from "#app/api/testing/running-workspace";

/**
 * A browser without pages: stores cookies by origin and follows redirects as far as Countersign's
 * own callback. For tests only.
 */
export class SsoBrowser {
  readonly #jars = new Map<string, Map<string, string>>();

  constructor(private readonly workspace: RunningWorkspace) {}

  get origin(): string {
    return this.workspace.runtime.config.origin;
  }

  /** Its cookies for Countersign, as a header. */
  get cookie(): string {
    return this.#cookiesOf(this.origin);
  }

  /** Sets the session cookie of a person. */
  carry(cookie: string): void {
    const [name = "", value = ""] = cookie.split("=");
    this.#jar(this.origin).set(name, value);
  }

  /**
   * Starts a sign-in at the provider from one of our pages.
   * @returns the response, after storing its cookies.
   */
  async startSignIn(path: string, body: object = {}): Promise<Response> {
    const response = await api.request(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { origin: this.origin, cookie: this.cookie, "content-type": "application/json" },
    });
    this.#storeCookies(this.origin, response);
    return response;
  }

  /**
   * Goes from the provider's address, through its log-in, to our callback's address. `alter`
   * changes the address before opening.
   */
  async logIn(address: string, account: string): Promise<string> {
    let next = address;
    for (let hops = 0; hops < 10; hops++) {
      const url = new URL(next);
      if (url.origin === this.origin) return url.pathname + url.search;
      if (url.pathname.startsWith("/interaction/")) url.searchParams.set("account", account);
      const response = await fetch(url, {
        redirect: "manual",
        headers: { cookie: this.#cookiesOf(url.origin) },
      });
      this.#storeCookies(url.origin, response);
      const location = response.headers.get("location");
      if (!location) throw new Error(`the provider answers ${response.status}: ${await response.text()}`);
      next = new URL(location, url).href;
    }
    throw new Error("too many redirects");
  }

  /** Opens an address of ours with its cookies. */
  async open(path: string): Promise<Response> {
    const response = await api.request(this.origin + path, { headers: { cookie: this.cookie } });
    this.#storeCookies(this.origin, response);
    return response;
  }

  /** The whole round trip: redirect, login, callback. @returns the address after the callback. */
  async signIn(connectionId: string, account: string): Promise<string> {
    const answer = await this.startSignIn(`/api/sso/signin/${connectionId}`);
    if (answer.status !== 200) throw new Error(`no way to the provider: ${await answer.text()}`);
    const { url } = (await answer.json()) as { url: string };
    const response = await this.open(await this.logIn(url, account));
    return response.headers.get("location") ?? `status ${response.status}: ${await response.text()}`;
  }

  #jar(origin: string): Map<string, string> {
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    return jar;
  }

  #cookiesOf(origin: string): string {
    return [...this.#jar(origin)].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #storeCookies(origin: string, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const name = pair.slice(0, pair.indexOf("="));
      const value = pair.slice(pair.indexOf("=") + 1);
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line) || value === "") this.#jar(origin).delete(name);
      else this.#jar(origin).set(name, value);
    }
  }
}
