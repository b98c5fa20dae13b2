/** Safe methods (RFC 9110, section 9.2.1): browsers send no `Origin` from our own pages. */
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether calls with this method must name the sending page. */
export function needsOrigin(method: string): boolean {
  return !safeMethods.has(method);
}

/**
 * Whether a call comes from our own pages. Browsers send `Origin` with every POST, PUT, PATCH and
 * DELETE (Fetch standard, section 3.2), so a missing one is refused too: only a browser has a
 * session cookie. The one check for API calls and for the forms of pages.
 */
export function isOwnOrigin(origin: string | undefined, configured: string): boolean {
  return origin === configured;
}
