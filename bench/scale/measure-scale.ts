import { startCountersign } from "../servers.ts";
import type { Place } from "../workspace.ts";
import { fill, type Size } from "./fill.ts";
import { measurePages } from "./measure-pages.ts";
import { measureServedPages } from "./served-pages.ts";

/**
 * Fills an empty database, and measures every page: its statements alone, and its first byte from a
 * server.
 * @returns two tables as Markdown.
 */
export async function measureScale(place: Place, size: Size): Promise<string> {
  const filledAt = await fill(place, size);
  const statements = await measurePages(place.db);
  const server = await startCountersign(place);
  try {
    return `${size.requests} requests, filled ${filledAt.toISOString()}\n\n${statements}\n${await measureServedPages(place.db, server.port)}`;
  } finally {
    await server.stop();
  }
}
