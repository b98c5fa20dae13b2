import { runtime } from "#app/runtime/runtime";
import { listVisible } from "#lib/agents/list-agents";
import type { Topic } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { listReadable } from "#lib/requests/list-readable";
import type { Viewer } from "#lib/sessions/session";

const topicPattern = /^(queue|request\/req_\w{26}|agent\/agt_\w{26}|person\/per_\w{26}|replay\/rpl_\w{26})$/;
const maximumTopics = 10;

/** A viewer and the topics that the viewer wants to hear. */
export interface Wish {
  viewer: Viewer;
  topics: Topic[];
}

/**
 * The requested topics, if the viewer may hear all of them; with `skipsRefused`, those of them that
 * the viewer may hear.
 * @throws {CountersignError} `not_found` for an invalid topic, for a refused topic, and when all
 * topics are refused.
 */
export async function topicsFor(
  viewer: Viewer,
  asked: string[],
  { skipsRefused }: { skipsRefused: boolean },
): Promise<{ topics: Topic[]; refused: Topic[] }> {
  const wanted = [...new Set(asked)];
  if (wanted.length > maximumTopics || !wanted.every(isTopic)) throw noTopic();
  const [topics = []] = await audibleTopics([{ viewer, topics: wanted }]);
  const refused = wanted.filter((topic) => !topics.includes(topic));
  if (topics.length === 0 || (refused.length > 0 && !skipsRefused)) throw noTopic();
  return { topics, refused };
}

/**
 * The topics that each viewer may hear, in two queries for all of them: the time of a change is
 * confidential too. Every signed-in person may hear the queue topic, which reveals only that a
 * request changed. A request or agent topic is for viewers who may read the request or agent, a
 * replay topic for admins, and a person's topic for that person.
 */
export async function audibleTopics(wishes: Wish[]): Promise<Topic[][]> {
  const { db, clock } = runtime();
  const each = wishes.flatMap(({ viewer, topics }) =>
    topics.map((topic) => ({ viewer, topic, ...partsOf(topic) })),
  );
  const requests = each.filter(({ kind }) => kind === "request");
  const agents = each.filter(({ kind }) => kind === "agent");
  const [readable, visible] = await Promise.all([
    requests.length === 0
      ? []
      : listReadable(
          db,
          requests.map(({ viewer, id }) => ({ reader: viewer, requestId: id })),
          clock(),
        ),
    agents.length === 0
      ? []
      : listVisible(
          db,
          agents.map(({ viewer, id }) => ({ viewer, agentId: id })),
        ),
  ]);
  const found = new Set([...requests.filter((_, n) => readable[n]), ...agents.filter((_, n) => visible[n])]);
  const audible = each.map((one) => found.has(one) || isAudible(one));
  let next = 0;
  return wishes.map(({ topics }) => topics.filter(() => audible[next++]));
}

/** Topics that need no look-up. */
function isAudible({ viewer, kind, id }: { viewer: Viewer; kind: string; id: string }): boolean {
  if (kind === "person") return id === viewer.personId;
  return kind === "queue" || (kind === "replay" && viewer.roles.includes("admin"));
}

function partsOf(topic: Topic): { kind: string; id: string } {
  const [kind = "", id = ""] = topic.split("/");
  return { kind, id };
}

function isTopic(text: string): text is Topic {
  return topicPattern.test(text);
}

function noTopic(): CountersignError {
  return new CountersignError("not_found", "no such topic", { userMessage: "There is no such topic." });
}
