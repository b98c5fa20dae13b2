import type postgres from "postgres";
import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { isId } from "#lib/kernel/ids";
import type { Viewer } from "#lib/sessions/session";
import { visibleAgentsIn } from "./visible-agents.ts";

interface Look {
  viewer: Viewer;
  text: string;
}

const mostSuggested = 10;

/** The first visible agents by name, with the text in name or ID: input for {@link chooseAgent}. */
export async function suggestAgents(db: Database, { viewer, text }: Look): Promise<string[]> {
  const sql = db.$client;
  const rows = await sql<{ text: string }[]>`
    select ${shown(sql)} as text
    from agents a where ${visibleAgentsIn(sql, viewer)} and strpos(lower(${withId(sql)}), lower(${text})) > 0
    order by a.name, a.id limit ${mostSuggested}`;
  return rows.map((row) => row.text);
}

/**
 * Resolves an ID, a suggestion, or a name unique among the visible agents to an agent's ID. An ID
 * is returned unchecked: the look-up by ID applies the viewer's scope.
 * @throws {CountersignError} `invalid_input`, worded for display next to the field
 */
export async function chooseAgent(db: Database, { viewer, text }: Look): Promise<string> {
  if (isId("agt", text)) return text;
  const id = /\((agt_\w+)\)$/.exec(text)?.[1] ?? null;
  const sql = db.$client;
  const found = await sql<{ id: string; isExact: boolean }[]>`
    select a.id, a.id = ${id} and lower(${withId(sql)}) = lower(${text}) as "isExact" from agents a
    where ${visibleAgentsIn(sql, viewer)} and (a.id = ${id} or lower(a.name) = lower(${text})) order by 2 desc limit 2`;
  const [agent, namesake] = found;
  if (agent && (agent.isExact || (!namesake && agent.id !== id))) return agent.id;
  throw new CountersignError("invalid_input", `${found.length} agents are called that`, {
    userMessage: namesake
      ? "More than one agent has that name. Select one from the suggestions."
      : "No agent has that name. Select one from the suggestions.",
  });
}

/** An agent as {@link suggestAgents} names it; the ID of an unknown or hidden agent. */
export async function agentText(
  db: Database,
  { viewer, id }: { viewer: Viewer; id: string },
): Promise<string> {
  const sql = db.$client;
  const [row] = await sql<{ text: string }[]>`
    select ${shown(sql)} as text from agents a where a.id = ${id} and ${visibleAgentsIn(sql, viewer)}`;
  return row?.text ?? id;
}

/** The name alone where it is unique. */
function shown(sql: postgres.Sql) {
  return sql`case when exists (select from agents o where o.name = a.name and o.id <> a.id) then ${withId(sql)} else a.name end`;
}

function withId(sql: postgres.Sql) {
  return sql`(a.name || ' (' || a.id || ')')`;
}
