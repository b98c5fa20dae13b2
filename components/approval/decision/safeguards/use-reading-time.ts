import { useServerNow } from "#components/ui/use-server-now.ts";

/**
 * How many seconds the page has to be read for before it can be approved. The server counts from
 * `servedAt` too, so a page that shows 0 is never too early.
 */
export function useReadingTime(servedAt: string, readingSeconds: number): number {
  const now = useServerNow(servedAt);
  if (readingSeconds === 0) return 0;
  return Math.max(0, Math.ceil((Date.parse(servedAt) + readingSeconds * 1000 - now) / 1000));
}
