import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { listen } from "./listen.ts";

test("a port in use is refused with the process that uses it and what to do", async () => {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as { port: number };
  const { createServer: createHttpServer } = await import("node:http");
  await expect(listen(createHttpServer(), "127.0.0.1", port)).rejects.toThrow(
    new RegExp(`Port ${port} is in use by process ${process.pid} .*PORT=${port + 1} npm start`),
  );
  listener.close();
});
