import { runtime } from "#app/runtime/runtime";
import { chunksOf } from "#lib/kernel/chunks";
import { findViewers } from "#lib/sessions/session";
import type { OpenStream } from "./open-stream.ts";
import { audibleTopics } from "./topics-for.ts";

const heartbeatMs = 15_000;
/** Streams that are checked together; calls of agents are answered between two batches. */
const batch = 250;

const streams = new Set<OpenStream>();
let timer: NodeJS.Timeout | undefined;
let isBeating = false;

/** Pings a stream, or ends a stream whose session or right to a topic ended. Returns how to stop. */
export function keepChecked(stream: OpenStream): () => void {
  streams.add(stream);
  if (!timer) start();
  return () => {
    streams.delete(stream);
    if (streams.size === 0) stop();
  };
}

function start(): void {
  timer = setInterval(() => void beat(), heartbeatMs);
  runtime().closing.addEventListener("abort", endAll);
}

function stop(): void {
  clearInterval(timer);
  timer = undefined;
  runtime().closing.removeEventListener("abort", endAll);
}

// A few queries for each batch, for any number of streams in it.
async function beat(): Promise<void> {
  // The last check did not return: a stream that cannot be checked ends.
  if (isBeating) return endAll();
  isBeating = true;
  for (const chunk of chunksOf([...streams], batch)) {
    try {
      await check(chunk);
    } catch {
      for (const stream of chunk) stream.end();
    }
  }
  isBeating = false;
}

async function check(chunk: OpenStream[]): Promise<void> {
  const { db, clock } = runtime();
  const hashes = [...new Set(chunk.map(({ sessionHash }) => sessionHash))];
  const viewers = new Map(
    (await findViewers(db, hashes, clock())).map((found) => [found.sessionHash, found]),
  );
  const signedIn = chunk.flatMap((stream) => {
    const viewer = viewers.get(stream.sessionHash);
    return viewer ? [{ stream, viewer, topics: stream.topics }] : [];
  });
  const audible = await audibleTopics(signedIn);
  const good = new Set(
    signedIn.flatMap(({ stream, topics }, index) =>
      audible[index]?.length === topics.length ? [stream] : [],
    ),
  );
  for (const stream of chunk) good.has(stream) ? stream.ping() : stream.end();
}

function endAll(): void {
  for (const stream of streams) stream.end();
}
