import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { listen, ownOrigin } from "./listen.ts";

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

test("a process reaches itself at the address it listens on", () => {
  const addresses = ["127.0.0.1", "0.0.0.0", "::", "10.0.0.5"];
  const origins = addresses.map((address) => ownOrigin({ address, port: 80 }));
  expect(origins).toEqual([
    "http://127.0.0.1:80",
    "http://127.0.0.1:80",
    "http://[::1]:80",
    "http://10.0.0.5:80",
  ]);
});
