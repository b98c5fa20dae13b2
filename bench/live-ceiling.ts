// The ceiling of open tabs: the minimum work of any server with event streams in Node. A bare
// node:http server that holds every connection open, pings all of them every 15 seconds as
// Countersign does, and writes one event to each when the parent process asks for it.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const heartbeatMs = 15_000;
const streams = new Set<ServerResponse>();

const server = createServer((_, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write("event: open\ndata: \n\n");
  streams.add(response);
  response.once("close", () => streams.delete(response));
});
setInterval(() => writeToAll("event: ping\ndata: \n\n"), heartbeatMs);

process.on("message", (message: string) => {
  if (message === "cpu") process.send?.(process.cpuUsage());
  else if (message === "change") writeToAll("event: change\ndata: queue\n\n");
});
process.once("disconnect", () => process.exit(0));
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));

function writeToAll(text: string): void {
  const bytes = Buffer.from(text);
  for (const response of streams) response.write(bytes);
}
