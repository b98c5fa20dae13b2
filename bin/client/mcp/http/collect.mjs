// @ts-check

import { isAnswerTo } from "../call/message.mjs";
import { chunksOf, EventReader, isEventStream, parseJson, readText } from "./event-stream.mjs";

/**
 * Reads the JSON-RPC response to one request out of an HTTP response. Rejects if it is too long.
 * @param {Response} response
 * @param {unknown} id
 * @returns {Promise<{message: import("../call/message.mjs").Message, bytes: string} | undefined>}
 */
export async function collect(response, id) {
  if (!isEventStream(response.headers)) {
    const bytes = await readText(response);
    const message = parseJson(bytes);
    return message && isAnswerTo(message, id) ? { message, bytes } : undefined;
  }
  const reader = new EventReader();
  for await (const chunk of chunksOf(response))
    for (const read of reader.push(chunk)) if (isAnswerTo(read.message, id)) return read;
  return undefined;
}
