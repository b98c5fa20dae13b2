import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterAll } from "vitest";

const headerBytes = 12;
const ipv4Type = 1;

/**
 * A name server on this machine (RFC 1035). It answers for the given names, with IPv4 addresses,
 * and never for any other name. Call at the top of a test file.
 */
export async function nameServer(names: Record<string, string>) {
  const queries: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const { name, end } = readName(query);
    const type = query.readUInt16BE(end);
    queries.push(name);
    const address = names[name];
    if (address !== undefined)
      socket.send(
        answerTo(query, { end: end + 4, address: type === ipv4Type ? address : undefined }),
        from.port,
      );
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  afterAll(() => {
    socket.close();
  });
  return { address: `127.0.0.1:${socket.address().port}`, queries };
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = headerBytes;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), end: at + 1 };
}

function answerTo(query: Buffer, { end, address }: { end: number; address: string | undefined }): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(query.readUInt16BE(0), 0);
  // A response, and recursion was available.
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(address === undefined ? 0 : 1, 6);
  const question = query.subarray(headerBytes, end);
  if (address === undefined) return Buffer.concat([header, question]);
  // The name of the question, type A, class IN, 60 seconds, 4 bytes.
  const record = Buffer.from([0xc0, headerBytes, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]);
  return Buffer.concat([header, question, record, Buffer.from(address.split(".").map(Number))]);
}
