// A peer: a route handler of Next.js that does the ceiling's INSERT.
import postgres from "postgres";

const sql = postgres(process.env.DATABASE_URL, { max: Number(process.env.DATABASE_CONNECTIONS) });

export async function POST(request) {
  const [row] = await sql`insert into bench_ceiling (body) values (${await request.text()}) returning id`;
  return Response.json(row);
}
