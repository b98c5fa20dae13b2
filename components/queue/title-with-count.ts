import { pendingCountText } from "../live/use-pending-count.ts";

/** A page's title with the count in front, in place of an earlier count: "(3) Requests". */
export function titleWithCount(title: string, count: number): string {
  const plain = title.replace(/^\(\d+\+?\) /, "");
  return count > 0 && plain ? `(${pendingCountText(count)}) ${plain}` : plain;
}
