/** A request that the proxy answers itself, with an error. Nothing was asked or forwarded. */
export class ProxyRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = "ProxyRefusal";
  }
}
