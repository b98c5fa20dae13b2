import { counted, grouped } from "#components/text/plural.ts";

/** What is different between the queue on the screen and the queue there is. */
export interface QueueNews {
  added: number;
  gone: number;
}

/** Compares the IDs on the screen with the current IDs. */
export function queueNews(shown: readonly string[], current: readonly string[]): QueueNews {
  return {
    added: current.filter((id) => !shown.includes(id)).length,
    gone: shown.filter((id) => !current.includes(id)).length,
  };
}

/** "3 new requests, 1 no longer pending"; empty when nothing is different. */
export function newsText({ added, gone }: QueueNews): string {
  if (added === 0) return gone === 0 ? "" : `${counted(gone, "request")} no longer pending`;
  const news = counted(added, "new request");
  return gone === 0 ? news : `${news}, ${grouped(gone)} no longer pending`;
}
