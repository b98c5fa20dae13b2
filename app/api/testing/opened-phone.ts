import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { browse, site } from "./signed-in-person.ts";

/** `ok`, or the code of a refusal. */
export async function codeOf(response: Response): Promise<string> {
  return response.ok ? "ok" : ((await response.json()) as { code: string }).code;
}

/** A phone that opened the link of a QR code. For tests only. */
export class OpenedPhone {
  private constructor(
    readonly link: string,
    readonly secret: string,
    readonly number: string,
  ) {}

  static async open({ token, link }: { token: string; link: string }): Promise<OpenedPhone> {
    const response = await browse("/api/phone-links/open", { token });
    if (response.status !== 200) throw new Error(`not opened: ${await response.text()}`);
    const { secret, number } = (await response.json()) as { secret: string; number: string };
    return new OpenedPhone(link, secret, number);
  }

  /** What the page that shows the link confirms: the number as the person typed it. */
  shown(number = this.number): { link: string; number: string } {
    return { link: this.link, number };
  }

  options(): Promise<Response> {
    return browse("/api/phone-links/options", { secret: this.secret });
  }

  /** A new passkey for the options, and the phone's secret, as the phone sends them. */
  async create(): Promise<{ secret: string; credential: object }> {
    const { options } = (await (await this.options()).json()) as {
      options: Parameters<SoftAuthenticator["create"]>[0];
    };
    return { secret: this.secret, credential: new SoftAuthenticator(site).create(options) };
  }
}

export function addOnPhone(body: object): Promise<Response> {
  return browse("/api/phone-links/passkeys", body);
}
