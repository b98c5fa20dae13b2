/** As long as the page of 200 chosen offers, and well within what a server takes as an address. */
const longestPath = 8000;

/**
 * The path on this site to open after sign-in, or undefined. Dropped: a path a browser could read
 * as another origin (an open redirect would let a link lead from the real sign-in page to a false
 * one), and a path too long to carry along.
 */
export function nextPath(wanted: string | undefined): string | undefined {
  if (!wanted?.startsWith("/")) return undefined;
  const base = "https://countersign.invalid";
  if (!URL.canParse(wanted, base)) return undefined;
  const url = new URL(wanted, base);
  // After resolving dots, a path may begin with two slashes: a browser would follow it to another
  // origin.
  const isOurs = url.origin === base && !url.pathname.startsWith("//");
  const path = url.pathname + url.search;
  return isOurs && !path.startsWith("/signin") && path.length <= longestPath ? path : undefined;
}
