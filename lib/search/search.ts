import { and, asc, eq, or, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { beginningsOf, nameWords } from "#db/name-words";
import { type AgentStatus, agents } from "#db/schema/agents";
import { type PersonStatus, people } from "#db/schema/directory";
import { visibleTo } from "#lib/agents/list-agents";
import { readsEverything } from "#lib/requests/visible-requests";
import type { Viewer } from "#lib/sessions/session";
import { type FoundRequest, searchRequests } from "./search-requests.ts";

/** What a viewer may open, by name or ID. The names of agents and people are text that others chose. */
export interface Found {
  agents: { id: string; name: string; status: AgentStatus }[];
  people: { id: string; name: string; email: string; status: PersonStatus }[];
  requests: FoundRequest[];
}

interface Look {
  viewer: Viewer;
  text: string;
  now: Date;
}

const mostFound = 6;
/** Sorted by name are so many matches at most: a single letter can match every name. */
const mostSorted = 500;

/**
 * Finds agents and people by the beginnings of words of their name, people also of their email, and
 * requests by the beginning of their ID. Each kind is scoped as its own page is: people are for
 * admins and auditors.
 */
export async function search(db: Database, look: Look): Promise<Found> {
  const [agents, people, requests] = await Promise.all([
    agentsQuery(db, look),
    readsEverything(look.viewer) ? peopleQuery(db, look.text) : [],
    searchRequests(db, { ...look, most: mostFound }),
  ]);
  return { agents, people, requests };
}

/** The query for agents, by the index of words. */
export function agentsQuery(db: Database, { viewer, text }: Omit<Look, "now">) {
  const named = sql`${nameWords(sql`${agents.name}`)} @@ ${beginningsOf(text)}`;
  const matches = db
    .select({ id: agents.id, name: agents.name, status: agents.status })
    .from(agents)
    .where(and(visibleTo(db, viewer), or(named, eq(agents.id, text))))
    .limit(mostSorted)
    .as("matches");
  return db.select().from(matches).orderBy(asc(matches.name), asc(matches.id)).limit(mostFound);
}

/** The query for people, by the index of words. The caller has checked that the viewer may see people. */
export function peopleQuery(db: Database, text: string) {
  const named = sql`${nameWords(sql`${people.name} || ' ' || ${people.email}`)} @@ ${beginningsOf(text)}`;
  const matches = db
    .select({ id: people.id, name: people.name, email: people.email, status: people.status })
    .from(people)
    .where(or(named, eq(people.id, text)))
    .limit(mostSorted)
    .as("matches");
  return db.select().from(matches).orderBy(asc(matches.name), asc(matches.id)).limit(mostFound);
}
