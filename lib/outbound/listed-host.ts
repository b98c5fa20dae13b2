/** Whether a list of `host` and `host:port` has a URL's host; 443 without a port. */
export function isListedHost({ hostname, port, protocol }: URL, entries: readonly string[]): boolean {
  const actual = port || (protocol === "https:" ? "443" : "80");
  return entries.includes(`${hostname}:${actual}`) || (actual === "443" && entries.includes(hostname));
}
