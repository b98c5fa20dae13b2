import { z } from "zod";

/**
 * A URL that can contain a password, which the drivers decode, and whose host the process prints. A `/`, `?`
 * or `#` in a password ends the host: what follows it would be printed.
 */
export function secretUrl(protocol: RegExp, error: string) {
  return z.url({ protocol, error }).superRefine((text, context) => {
    if (!URL.canParse(text)) return;
    const { pathname, search, hash } = new URL(text);
    if (`${pathname}${search}${hash}`.includes("@"))
      context.addIssue("has an @ after the host: percent-encode the password");
    if (!isDecodable(text)) context.addIssue("has a % that stands for no character: write %25");
  });
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
