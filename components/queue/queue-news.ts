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

/** "3 new, 1 no longer pending"; empty when nothing is different. */
export function newsText({ added, gone }: QueueNews): string {
  return [added > 0 ? `${added} new` : "", gone > 0 ? `${gone} no longer pending` : ""]
    .filter(Boolean)
    .join(", ");
}
