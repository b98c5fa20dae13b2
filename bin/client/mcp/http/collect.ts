import { isAnswerTo, type Message } from "../call/message.ts";
import { chunksOf, EventReader, isEventStream, parseJson, readText } from "./event-stream.ts";

/** Reads the JSON-RPC response to a request from an HTTP response. Rejects if too long. */
export async function collect(
  response: Response,
  id: unknown,
): Promise<{ message: Message; bytes: string } | undefined> {
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
