import { useServerNow } from "#components/ui/use-server-now.ts";

/** The seconds of reading time left. The server counts from `servedAt` too, so 0 here is never too early. */
export function useReadingTime(servedAt: string, readingSeconds: number): number {
  const now = useServerNow(servedAt);
  if (readingSeconds === 0) return 0;
  return Math.max(0, Math.ceil((Date.parse(servedAt) + readingSeconds * 1000 - now) / 1000));
}
