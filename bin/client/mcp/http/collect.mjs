// @ts-check

import { isResponse } from "../call/message.mjs";
import { EventReader, isEventStream, parseJson } from "./event-stream.mjs";
import { chunksOf } from "./reply.mjs";

/**
 * Reads the JSON-RPC response to one request out of an HTTP response.
 * @param {Response} response
 * @param {unknown} id
 * @returns {Promise<{message: import("../call/message.mjs").Message, bytes: string} | undefined>}
 */
export async function collect(response, id) {
  if (!isEventStream(response.headers)) {
    const bytes = await response.text();
    const message = parseJson(bytes);
    return message && { message, bytes };
  }
  const reader = new EventReader();
  for await (const chunk of chunksOf(response))
    for (const read of reader.push(chunk))
      if (isResponse(read.message) && read.message.id === id) return read;
  return undefined;
}
