import { and, asc, eq, or, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { beginningsOf, nameWords } from "#db/name-words";
import { type AgentStatus, agents } from "#db/schema/agents";
import { type PersonStatus, people } from "#db/schema/directory";
import { canManage } from "#lib/agents/lock-agent";
import { visibleAgents } from "#lib/agents/visible-agents";
import { readsEverything } from "#lib/requests/visible-requests";
import type { Viewer } from "#lib/sessions/session";
import { type Compared, compared } from "./compared-requests.ts";
import { findByText, isKindAlone, namesKind } from "./kind-words.ts";
import { searchAmountsOfTypes } from "./search-amounts-of-types.ts";
import { type MatchedRequest, searchContents } from "./search-contents.ts";
import { type FoundRequest, searchRequests } from "./search-requests.ts";
import { type FoundRule, listFirstTiers, listRules, searchRules } from "./search-rules.ts";
import { searchTypes } from "./search-types.ts";

/** What a viewer may open; names are other people's text. */
export interface Found {
  agents: { id: string; name: string; status: AgentStatus }[];
  people: { id: string; name: string; email: string; status: PersonStatus }[];
  /** By ID. */
  requests: FoundRequest[];
  /** By resource or amount, among those compared, or else by type, or by type and amount. */
  matches: MatchedRequest[];
  compared: Compared;
  rules: FoundRule[];
  /** The thresholds of these rules, for their editors. */
  thresholds: { id: string; actionTitle: string }[];
  /** Agents to hold: found ones, or those named after "hold". */
  holds: { id: string; name: string }[];
}

interface Look {
  viewer: Viewer;
  text: string;
  now: Date;
}

const mostFound = 6;
/** Sorted by name are so many matches at most: a single letter can match every name. */
const mostSorted = 500;

/** "Hold Refund bot": the verb, and then the name of an agent. */
const holding = /^hold\s+(?=\S)/i;
const mostHolds = 3;

/**
 * Finds agents, people and rules by word beginnings, people also by email, and requests by the
 * beginning of their ID, their resource or amount. A kind without a result leaves out its own word:
 * "threshold refund". Each kind has the scope of its page.
 */
export async function search(db: Database, look: Look): Promise<Found> {
  const { viewer, text } = look;
  const name = text.replace(holding, "");
  const [named, people, requests, matches, rules] = await Promise.all([
    findByText("agent", name, (text) => agentsQuery(db, { viewer, text })),
    readsEverything(viewer) ? findByText("person", text, (text) => peopleQuery(db, text)) : [],
    findByText("request", text, (text) => searchRequests(db, { ...look, text, most: mostFound })),
    findMatches(db, look),
    findRules(db, text),
  ]);
  return {
    agents: name === text ? named.map(({ id, name, status }) => ({ id, name, status })) : [],
    people,
    requests,
    matches,
    compared: compared(viewer),
    rules,
    thresholds: viewer.roles.includes("admin") && namesKind(text, "threshold") ? thresholdsOf(rules) : [],
    holds: named
      .filter((agent) => agent.status === "active" && !agent.isTest && canManage(viewer, agent.ownerId))
      .map(({ id, name }) => ({ id, name }))
      .slice(0, mostHolds),
  };
}

/** By type, and by amount, only without other matches. */
async function findMatches(db: Database, { viewer, text, now }: Look): Promise<MatchedRequest[]> {
  for (const find of [searchContents, searchTypes, searchAmountsOfTypes]) {
    const found = await findByText("request", text, (text) =>
      find(db, { viewer, text, most: mostFound, now }),
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** The bare word for rules or thresholds lists the first ones. */
async function findRules(db: Database, text: string): Promise<FoundRule[]> {
  const found = await findByText("rule", text, (text) => searchRules(db, { text, most: mostFound }));
  if (found.length > 0 || !isKindAlone(text, "rule")) return found;
  return namesKind(text, "threshold") ? listFirstTiers(db, mostFound) : listRules(db, mostFound);
}

function thresholdsOf(rules: FoundRule[]): Found["thresholds"] {
  const titles = new Map(
    rules.flatMap(({ threshold, actionTitle }) => (threshold ? [[threshold, actionTitle ?? threshold]] : [])),
  );
  return [...titles].map(([id, actionTitle]) => ({ id, actionTitle }));
}

/** The query for agents, by the index of words. */
export function agentsQuery(db: Database, { viewer, text }: Omit<Look, "now">) {
  const named = sql`${nameWords(sql`${agents.name}`)} @@ ${beginningsOf(text)}`;
  const matches = db
    .select(columnsOf(agents, "id", "name", "status", "ownerId", "isTest"))
    .from(agents)
    .where(and(visibleAgents(viewer), or(named, eq(agents.id, text))))
    .limit(mostSorted)
    .as("matches");
  return db.select().from(matches).orderBy(asc(matches.name), asc(matches.id)).limit(mostFound);
}

/** The query for people, by the index of words. The caller checks access. */
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
