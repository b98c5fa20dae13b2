/**
 * Whether a list of `host` and `host:port` names a URL's host and port. An entry without a port
 * means port 443.
 */
export function isListedHost({ hostname, port, protocol }: URL, entries: readonly string[]): boolean {
  const actual = port || (protocol === "https:" ? "443" : "80");
  return entries.includes(`${hostname}:${actual}`) || (actual === "443" && entries.includes(hostname));
}
