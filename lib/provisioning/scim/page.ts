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
