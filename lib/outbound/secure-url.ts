import type { Config } from "#lib/kernel/config";

/** https; http only on this machine, while Countersign is on a loopback address. */
export function isSecureUrl(address: string, { origin }: Pick<Config, "origin">): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && isLoopbackHost(url.hostname) && isLoopbackHost(new URL(origin).hostname);
}

/** Whether a URL's host names this machine without a look-up. */
export function isLoopbackHost(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}
