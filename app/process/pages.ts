import type { Server } from "node:http";
import type { NextServer } from "next/dist/server/next";
import type { PageHandler } from "./http-server.ts";
import { ownOrigin } from "./listen.ts";

export interface Pages {
  handle: PageHandler;
  close(): Promise<void>;
}

/**
 * Tells Next where its server listens. When a form's action leads to another page, Next fetches that
 * page here, with the cookies of the person. Unless told otherwise it fetches from localhost:3000,
 * whichever process listens there.
 */
export function tellNextItsOrigin(server: Server): void {
  const address = server.address();
  if (typeof address === "string" || !address) throw new Error("the server listens on no port");
  process.env.__NEXT_PRIVATE_ORIGIN = ownOrigin(address);
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
