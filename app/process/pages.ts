import type { Server } from "node:http";
import type { NextServer } from "next/dist/server/next";
import type { PageHandler } from "./http-server.ts";
import { ownOrigin } from "./listen.ts";

export interface Pages {
  handle: PageHandler;
  close(): Promise<void>;
}

interface PagesOptions {
  /** Where the repository is. */
  folder: string;
  isDevelopment: boolean;
  server: Server;
  /** Where the server is going to listen. */
  host: string;
  port: number;
}

/** Next, answering inside our own HTTP server. */
export async function preparePages(options: PagesOptions): Promise<Pages> {
  const { folder, isDevelopment, server, host, port } = options;
  // When a form's action leads to another page, Next fetches that page here, with the cookies of the
  // person. Unless told otherwise it fetches from localhost:3000, whichever process listens there.
  process.env.__NEXT_PRIVATE_ORIGIN = ownOrigin(host, port);
  const { default: createNext } = await import("next");
  const next = (createNext as unknown as (options: object) => NextServer)({
    dir: folder,
    dev: isDevelopment,
    httpServer: server,
  });
  await next.prepare();
  const handle = next.getRequestHandler();
  return { handle: (request, response) => handle(request, response), close: () => next.close() };
}
