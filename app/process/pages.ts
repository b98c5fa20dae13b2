import type { Server } from "node:http";
import type { NextServer } from "next/dist/server/next";
import type { PageHandler } from "./http-server.ts";

export interface Pages {
  handle: PageHandler;
  close(): Promise<void>;
}

/** Next, answering inside our own HTTP server. `folder` is where the repository is. */
export async function preparePages(folder: string, isDevelopment: boolean, server: Server): Promise<Pages> {
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
