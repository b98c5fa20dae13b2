import { CountersignError } from "#lib/kernel/errors";

/**
 * Requires that a resource is unchanged since the caller read it (RFC 7644, section 3.14; RFC 9110,
 * section 13.1.1). Compared weakly, since all our entity tags are weak.
 * @throws {CountersignError} `precondition_failed`
 */
export function requireMatch(ifMatch: string | undefined, version: string): void {
  if (ifMatch === undefined || namesVersion(ifMatch, version)) return;
  throw new CountersignError("precondition_failed", "the resource has changed since it was read", {
    userMessage: "This resource changed since it was read. Read it again and resend your change.",
  });
}

/** Whether entity tags, or `*`, name this version. */
export function namesVersion(tags: string, version: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return tags.split(",").some((tag) => bare(tag) === "*" || bare(tag) === bare(version));
}
