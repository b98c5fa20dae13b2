import type { Config } from "#lib/config";
import { CountersignError } from "#lib/errors";

/**
 * Whether calls to this address are permitted: https only. Plain http is for a provider on this
 * machine, while Countersign itself is on a loopback address, for trying out the product.
 */
export function isSecureUrl(address: string, { origin }: Pick<Config, "origin">): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && isLoopback(url.hostname) && isLoopback(new URL(origin).hostname);
}

/** @throws {CountersignError} `invalid_input` */
export function refuseInsecure(address: string, config: Pick<Config, "origin">): void {
  if (isSecureUrl(address, config)) return;
  throw new CountersignError("invalid_input", `not an address of a provider: ${address}`, {
    userMessage: "The issuer must be an https URL without a user name or password.",
  });
}

function isLoopback(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}
