// The ceiling: the least that any durable service in Node must do. A bare node:http server that writes each body into one table
// through postgres.js, and answers when the database has committed.
import { createServer } from "node:http";
import postgres from "postgres";

const sql = postgres(process.env.DATABASE_URL, { max: Number(process.env.DATABASE_CONNECTIONS) });
await sql`create table if not exists bench_ceiling (id bigint generated always as identity primary key, body text not null)`;

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const [row] =
      await sql`insert into bench_ceiling (body) values (${Buffer.concat(chunks).toString()}) returning id`;
    const answer = JSON.stringify(row);
    response
      .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(answer) })
      .end(answer);
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`listening ${server.address().port}\n`));
