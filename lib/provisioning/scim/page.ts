import { CountersignError } from "#lib/kernel/errors";

/** The page: `startIndex` counts from one (RFC 7644, section 3.4.2.4). */
export interface PageRequest {
  startIndex: number;
  count: number;
}

export interface Page<T> {
  totalResults: number;
  startIndex: number;
  items: T[];
}

/** The most results of an answer. */
export const maximumResults = 200;

/** Reads a page and counts all. Numbers out of range become the nearest valid, as the RFC requires. */
export async function pageOf<T>(
  request: PageRequest,
  source: { count: () => Promise<number>; select: (limit: number, offset: number) => Promise<T[]> },
): Promise<Page<T>> {
  const startIndex = Math.max(1, request.startIndex);
  const limit = Math.min(maximumResults, Math.max(0, request.count));
  const totalResults = await source.count();
  const items = limit === 0 ? [] : await source.select(limit, startIndex - 1);
  return { totalResults, startIndex, items };
}

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
