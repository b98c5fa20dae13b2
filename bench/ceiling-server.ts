// The ceiling: the minimum work of any durable service in Node. A bare node:http server that writes
// each body to one table through postgres.js, and answers when the database has committed. At
// /signed the server also verifies and creates one Ed25519 signature, the minimum for a service
// with signed calls and signed answers.
import { generateKeyPairSync, sign, verify } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import postgres from "postgres";

const sql = postgres(process.env.DATABASE_URL ?? "", { max: Number(process.env.DATABASE_CONNECTIONS) });
await sql`create table if not exists bench_ceiling (id bigint generated always as identity primary key, body text not null)`;
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const sample = Buffer.from("x".repeat(300));
const signature = sign(null, sample, privateKey);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const body = Buffer.concat(chunks);
    const signed = request.url === "/signed" ? await bothSignatures() : "";
    const [row] = await sql`insert into bench_ceiling (body) values (${body.toString()}) returning id`;
    const answer = JSON.stringify({ ...row, signed });
    response
      .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(answer) })
      .end(answer);
  });
});
server.listen(0, "127.0.0.1", () =>
  process.stdout.write(`listening ${(server.address() as AddressInfo).port}\n`),
);

async function bothSignatures(): Promise<string> {
  await new Promise((resolve) => verify(null, sample, publicKey, signature, resolve));
  return sign(null, sample, privateKey).toString("base64url");
}
