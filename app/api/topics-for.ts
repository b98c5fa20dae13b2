import { runtime } from "#app/runtime";
import { findAgent } from "#lib/agents/find-agent";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import type { Topic } from "#lib/events/hub";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";

const topicPattern = /^(queue|request\/req_\w{26}|agent\/agt_\w{26})$/;
const maximumTopics = 5;

/**
 * The topics asked for, if this viewer may hear of every one: when something happens is a thing to know too. The queue is for anybody
 * signed in, since it says only that some request somewhere changed; a request or an agent is for those who may read it.
 * @throws {CountersignError} `not_found`
 */
export async function topicsFor(viewer: Viewer, asked: string[]): Promise<Topic[]> {
  const topics = [...new Set(asked)];
  const isKnown = topics.length > 0 && topics.length <= maximumTopics && topics.every(isTopic);
  if (!isKnown) throw new CountersignError("not_found", "no such topic");
  await Promise.all(topics.map((topic) => requireVisible(viewer, topic)));
  return topics;
}

function isTopic(text: string): text is Topic {
  return topicPattern.test(text);
}

async function requireVisible(viewer: Viewer, topic: Topic): Promise<void> {
  const { db, clock } = runtime();
  const [kind, id = ""] = topic.split("/");
  if (kind === "request") await findRequestForViewer(db, viewer, id, clock());
  if (kind === "agent") await findAgent(db, { viewer, agentId: id, now: clock() });
}
